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

/** The running demo. It can be told to end at any moment, from another thread, and leaves nothing behind. */
public final class DemoChain implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DemoChain.class);

    /** How long the end waits for what is just being opened. */
    private static final long PATIENCE_MILLISECONDS = 2_500;

    private final Deque<AutoCloseable> open = new ConcurrentLinkedDeque<>();
    private final ReentrantLock opening = new ReentrantLock();
    private volatile boolean ending;
    private @Nullable Started started;

    private record Started(Ports ports, List<Person> people) {}

    /** The demo was told to end while it started. */
    public static final class Ending extends RuntimeException {
        Ending() {
            super("told to end");
        }
    }

    /** Starts everything; the first time, the demo data is made. */
    public void start(Path path, Ports ports) {
        try {
            DataFolder folder = open(() -> DataFolder.hold(path));
            ports.refuseTaken();
            Warmup.begin();
            Secrets secrets = Secrets.in(folder.secrets());
            PostgresServer postgres = open(() -> PostgresServer.start(folder.path(), secrets, () -> !ending));
            List<Person> people = Person.all(secrets);
            Chain chain = open(() -> Chain.start(ports.chain(), homes(postgres), Person.firstManager(people)));
            if (!folder.isSeeded()) {
                new Seeding(chain, people).seed();
                folder.markSeeded();
            }
            started = new Started(ports, people);
        } catch (RuntimeException failure) {
            throw ending ? new Ending() : failure;
        }
    }

    /** One at a time, so that what is being opened when the end is told is closed, too. */
    private <T extends AutoCloseable> T open(Supplier<T> start) {
        opening.lock();
        try {
            if (ending) {
                throw new Ending();
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

    private static Map<String, Chain.Home> homes(PostgresServer postgres) {
        return PostgresServer.DATABASES.stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        name -> new Chain.Home(postgres.jdbcUrl(name), name, postgres.password(name))));
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

    /** Closes what was opened, last first. */
    @Override
    public void close() {
        ending = true;
        boolean quiet = waitForOpening();
        try {
            closeAll();
        } finally {
            if (quiet) {
                opening.unlock();
            }
        }
    }

    /** Whatever is being opened is given up: a first start of PostgreSQL would take longer than anybody waits. */
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
                LOG.error("{} did not end in order", name, failure);
            }
        }
    }
}
