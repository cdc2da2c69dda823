package dev.comptoir.app;

import java.nio.file.Path;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running demo. Another thread can close it at any moment, even during the start; no process is left. */
public final class Demo implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Demo.class);

    /** How long closing waits for a resource that is being opened. */
    private static final long PATIENCE_MILLISECONDS = 2_500;

    private final Deque<AutoCloseable> open = new ConcurrentLinkedDeque<>();
    private final ReentrantLock opening = new ReentrantLock();
    private volatile boolean closing;
    private @Nullable Started started;

    private record Started(Ports ports, List<Person> people) {}

    /** The demo was closed while it started. */
    public static final class Stopped extends RuntimeException {
        Stopped() {
            super("closed during the start");
        }
    }

    /** Starts all services; the first time, it makes the demo data. */
    public void start(Path path, Ports ports) {
        try {
            DataFolder folder = open(() -> DataFolder.lock(path));
            ports.checkFree();
            Warmup.begin();
            Secrets secrets = Secrets.in(folder.secrets());
            PostgresServer postgres = open(() -> PostgresServer.start(folder.path(), secrets, () -> !closing));
            List<Person> people = Person.all(secrets);
            Chain chain = open(() -> Chain.start(ports, databases(postgres), Person.firstManager(people)));
            if (!folder.isSeeded()) {
                new Seeding(chain, people).seed();
                folder.markSeeded();
            }
            started = new Started(ports, people);
        } catch (RuntimeException failure) {
            throw closing ? new Stopped() : failure;
        }
    }

    /** One at a time, so that closing during the start also closes the resource that is being opened. */
    private <T extends AutoCloseable> T open(Supplier<T> start) {
        opening.lock();
        try {
            if (closing) {
                throw new Stopped();
            }
            long begin = System.nanoTime();
            T opened = start.get();
            open.push(opened);
            LOG.info("{} opened in {} ms", opened.getClass().getSimpleName(), millisecondsSince(begin));
            return opened;
        } finally {
            opening.unlock();
        }
    }

    static long millisecondsSince(long start) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    private static Map<String, Chain.Database> databases(PostgresServer postgres) {
        return PostgresServer.DATABASES.stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        name -> new Chain.Database(postgres.jdbcUrl(name), name, postgres.password(name))));
    }

    public Ports ports() {
        return started().ports();
    }

    public List<Person> people() {
        return started().people();
    }

    private Started started() {
        if (started == null) {
            throw new IllegalStateException("the demo has not started");
        }
        return started;
    }

    /** Closes all open resources, the last one first. */
    @Override
    public void close() {
        closing = true;
        boolean locked = waitForOpening();
        try {
            closeAll();
        } finally {
            if (locked) {
                opening.unlock();
            }
        }
    }

    /** Ends the processes that are being started: a first start of PostgreSQL takes too long to wait for. */
    private boolean waitForOpening() {
        long begin = System.nanoTime();
        try {
            while (!opening.tryLock(50, TimeUnit.MILLISECONDS)) {
                if (millisecondsSince(begin) > PATIENCE_MILLISECONDS) {
                    return false;
                }
                ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
            }
            return true;
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void closeAll() {
        for (AutoCloseable last = open.poll(); last != null; last = open.poll()) {
            String name = last.getClass().getSimpleName();
            long begin = System.nanoTime();
            try {
                last.close();
                LOG.info("{} closed in {} ms", name, millisecondsSince(begin));
            } catch (Exception failure) {
                LOG.error("{} could not be closed", name, failure);
            }
        }
    }
}
