package dev.comptoir.platform.outbox;

import dev.comptoir.platform.outbox.BatchSource.Batch;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.platform.telemetry.CounterFamily;
import dev.comptoir.platform.telemetry.Metrics;
import dev.comptoir.platform.telemetry.Span;
import dev.comptoir.platform.telemetry.Telemetry;
import dev.comptoir.platform.telemetry.Traces;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the log of one destination. Every instance of a service runs one; an advisory lock of the database and a lease admit
 * one at a time. No transaction is open while the destination applies a batch. When two relays send the same batch because a
 * lease ran out, the receiver applies it once.
 */
public final class Relay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    /** The pause while the relay of another instance delivers. */
    private static final Duration BUSY_PAUSE = Duration.ofMillis(25);

    /** The least time between batches while the log is short: events that are written meanwhile share a batch. */
    private static final Duration SPACING = Duration.ofMillis(200);

    /** How long a destination counts as one of version 0.1 after it refused the present form. */
    private static final Duration FORMER_FORM = Duration.ofSeconds(5);

    private static final int BAD_REQUEST = 400;
    private static final int CONTENT_TOO_LARGE = 413;
    private static final long BACK_OFF_MIN_MILLISECONDS = 50;
    private static final long BACK_OFF_MAX_MILLISECONDS = 2_000;

    private final Database database;
    private final Transport transport;
    private final String destination;
    private final OutboxLog log;
    private final BatchSource source;
    private final Receipts receipts;
    private final Semaphore wakeUps = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;
    private final Traces traces;
    private final CounterFamily delivered;
    private final CounterFamily batches;
    private int failures;
    private long lastBatchAt = System.nanoTime() - SPACING.toNanos();
    private Instant formerUntil = Instant.EPOCH;

    private Relay(
            Database database,
            Outbox outbox,
            Replicated replicated,
            Transport transport,
            String destination,
            Telemetry telemetry) {
        this.database = database;
        this.transport = transport;
        this.destination = destination;
        this.log = new OutboxLog(destination);
        this.source = new BatchSource(log, destination, replicated);
        this.receipts = new Receipts(database, log, source, destination, replicated);
        this.thread = Thread.ofVirtual().name("relay-" + destination).unstarted(this::run);
        outbox.onWake(wakeUps::release);
        this.traces = telemetry.traces();
        Metrics metrics = telemetry.metrics();
        this.delivered = metrics.counter(
                "comptoir.outbox.events.delivered", "Events that their destination has applied", "destination");
        this.batches = metrics.counter(
                "comptoir.outbox.batches",
                "Batches of events, by outcome; heartbeats are not counted",
                "destination",
                "outcome");
        delivered.add(0, destination);
        for (BatchOutcome outcome : BatchOutcome.values()) {
            batches.add(0, destination, outcome.word());
        }
    }

    /**
     * Delivers events to {@code destination} until it is closed.
     *
     * @param replicated the service's state that the destination holds copies of
     */
    public static Relay start(
            Database database,
            Outbox outbox,
            Replicated replicated,
            Transport transport,
            String destination,
            Telemetry telemetry) {
        Relay relay = new Relay(database, outbox, replicated, transport, destination, telemetry);
        relay.thread.start();
        return relay;
    }

    /** Sends one batch to its destination. */
    @FunctionalInterface
    public interface Transport {
        /**
         * @throws BatchRejected when the destination responds, but not with a receipt
         * @throws Exception when the destination cannot be reached
         */
        Receipt send(String destination, Delivery delivery) throws Exception;
    }

    /** The destination did not accept a batch. */
    public static final class BatchRejected extends IOException {
        private static final long serialVersionUID = 1L;
        private final int status;

        /** @param status of the HTTP response */
        public BatchRejected(String destination, int status) {
            super(destination + " responded with status " + status);
            this.status = status;
        }
    }

    /** The metric's label for a batch. */
    private enum BatchOutcome {
        DELIVERED,
        REJECTED,
        UNREACHABLE;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What the relay does after a batch. */
    enum Result {
        MORE,
        EMPTY,
        BUSY,
        FAILED
    }

    private void run() {
        while (!closed) {
            try {
                wakeUps.drainPermits();
                pauseAfter(deliverOneBatch());
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeException failure) {
                if (!closed) {
                    LOG.warn("relay to {} failed", destination, failure);
                    pause();
                }
            }
        }
    }

    private void pauseAfter(Result result) throws InterruptedException {
        switch (result) {
            case MORE -> failures = 0;
            case EMPTY -> {
                failures = 0;
                wakeUps.tryAcquire(BatchSource.HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
                TimeUnit.NANOSECONDS.sleep(lastBatchAt + SPACING.toNanos() - System.nanoTime());
            }
            case BUSY -> Thread.sleep(BUSY_PAUSE);
            case FAILED -> Thread.sleep(backOff());
        }
    }

    private void pause() {
        try {
            Thread.sleep(backOff());
        } catch (InterruptedException stopped) {
            closed = true;
        }
    }

    /** Exponential with full jitter over its upper half, bounded. */
    private Duration backOff() {
        failures = Math.min(failures + 1, 10);
        long longest = Math.min(BACK_OFF_MAX_MILLISECONDS, BACK_OFF_MIN_MILLISECONDS << failures);
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
    }

    private Result deliverOneBatch() throws InterruptedException {
        return switch (database.write(source::next)) {
            case BatchSource.Busy _ -> Result.BUSY;
            case BatchSource.Idle _ -> Result.EMPTY;
            case Batch batch -> {
                lastBatchAt = System.nanoTime();
                yield deliver(batch);
            }
        };
    }

    private Result deliver(Batch batch) throws InterruptedException {
        List<Span> spans = batch.events().stream().map(this::span).toList();
        Receipt receipt;
        try {
            receipt = send(batch, spans);
        } catch (InterruptedException stopped) {
            database.write(transaction -> recordFailure(transaction, "the relay was stopped"));
            throw stopped;
        } catch (Exception failure) {
            return fail(batch, failure);
        }
        spans.forEach(Span::close);
        count(batch, BatchOutcome.DELIVERED);
        delivered.add(batch.events().size(), destination);
        return receipts.settle(batch, receipt);
    }

    private Receipt send(Batch batch, List<Span> spans) throws Exception {
        List<Delivery.Sent> events = withTraces(batch.events(), spans);
        if (Instant.now().isBefore(formerUntil)) {
            return transport.send(destination, batch.delivery().inFormerForm(events));
        }
        try {
            return transport.send(destination, batch.delivery().with(events));
        } catch (BatchRejected rejected) {
            if (rejected.status != BAD_REQUEST) {
                throw rejected;
            }
            Receipt receipt = transport.send(destination, batch.delivery().inFormerForm(events));
            formerUntil = Instant.now().plus(FORMER_FORM);
            return receipt;
        }
    }

    private Span span(Delivery.Sent event) {
        return traces.sending(event.type(), event.id(), event.trace())
                .attribute("messaging.destination.name", destination);
    }

    /** The receiver's span has this span as its parent or, without traces here, the one that the event had before. */
    private static List<Delivery.Sent> withTraces(List<Delivery.Sent> batch, List<Span> spans) {
        return IntStream.range(0, batch.size())
                .mapToObj(place -> {
                    String header = spans.get(place).header();
                    return header == null ? batch.get(place) : batch.get(place).withTrace(header);
                })
                .toList();
    }

    private void count(Batch batch, BatchOutcome outcome) {
        if (!batch.events().isEmpty()) {
            batches.add(1, destination, outcome.word());
        }
    }

    private Result fail(Batch batch, Exception failure) {
        count(batch, failure instanceof BatchRejected ? BatchOutcome.REJECTED : BatchOutcome.UNREACHABLE);
        int events = batch.events().size();
        if (events > 0 && isTooLarge(failure)) {
            source.halveBecauseTooLarge(batch.events());
        } else if (events > 0 && failure instanceof HttpTimeoutException) {
            source.halve(events);
        }
        if (failures == 0) {
            LOG.info("could not deliver events to {}: {}", destination, failure.toString());
        }
        return database.write(transaction -> recordFailure(transaction, failure.toString()));
    }

    private static boolean isTooLarge(Exception failure) {
        return failure instanceof BatchRejected rejected
                && (rejected.status == CONTENT_TOO_LARGE || rejected.status == BAD_REQUEST);
    }

    private Result recordFailure(Transaction transaction, String failure) {
        log.recordFailure(transaction, failure);
        return Result.FAILED;
    }

    /** Stops after the current batch, and waits for it up to 5 s. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
