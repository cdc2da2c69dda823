package dev.comptoir.platform.outbox;

import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.platform.telemetry.CounterFamily;
import dev.comptoir.platform.telemetry.Metrics;
import dev.comptoir.platform.telemetry.Span;
import dev.comptoir.platform.telemetry.Telemetry;
import dev.comptoir.platform.telemetry.Traces;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the outbox to one destination. Every instance of a service runs one; an advisory lock of the database admits one
 * at a time, so that batches do not overtake each other. The transaction that marks the batch holds the lock, so a crash
 * releases it.
 */
public final class Relay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    /** After this long without events, a heartbeat is sent. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(2);

    /** The pause while the relay of another instance holds the lock. */
    private static final Duration BUSY_PAUSE = Duration.ofMillis(25);

    private static final long BACK_OFF_MIN_MILLISECONDS = 50;
    private static final long BACK_OFF_MAX_MILLISECONDS = 2_000;

    private final Database database;
    private final Transport transport;
    private final String destination;
    private final Semaphore wakeUps = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;
    private final Traces traces;
    private final CounterFamily delivered;
    private final CounterFamily batches;
    private int failures;

    private Relay(Database database, Outbox outbox, Transport transport, String destination, Telemetry telemetry) {
        this.database = database;
        this.transport = transport;
        this.destination = destination;
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

    /** Delivers events to {@code destination} until it is closed. */
    public static Relay start(
            Database database, Outbox outbox, Transport transport, String destination, Telemetry telemetry) {
        Relay relay = new Relay(database, outbox, transport, destination, telemetry);
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
        Delivery.Receipt send(String destination, Delivery delivery) throws Exception;
    }

    /** The destination did not accept a batch. */
    public static final class BatchRejected extends IOException {
        public BatchRejected(String response) {
            super(response);
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

    private enum Result {
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
                wakeUps.tryAcquire(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
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
        return database.write(transaction -> {
            if (!OutboxRows.lock(transaction, destination)) {
                return Result.BUSY;
            }
            List<Delivery.Sent> batch = OutboxRows.nextBatch(transaction, destination);
            List<Span> spans = batch.stream().map(this::span).toList();
            Delivery.Receipt receipt;
            try {
                receipt = transport.send(
                        destination, OutboxRows.deliveryOf(transaction, destination, withTraces(batch, spans)));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return transaction.refuse(Result.FAILED);
            } catch (Exception unreachable) {
                count(batch, unreachable instanceof BatchRejected ? BatchOutcome.REJECTED : BatchOutcome.UNREACHABLE);
                recordFailure(transaction, unreachable);
                return Result.FAILED;
            }
            spans.forEach(Span::close);
            return settle(transaction, batch, receipt);
        });
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

    private void count(List<Delivery.Sent> batch, BatchOutcome outcome) {
        if (!batch.isEmpty()) {
            batches.add(1, destination, outcome.word());
        }
    }

    private void recordFailure(Transaction transaction, Exception unreachable) {
        if (failures == 0) {
            LOG.info("could not deliver events to {}: {}", destination, unreachable.toString());
        }
        OutboxRows.recordFailure(transaction, destination, unreachable.toString());
    }

    private Result settle(Transaction transaction, List<Delivery.Sent> batch, Delivery.Receipt receipt) {
        Set<UUID> accepted = new HashSet<>(batch.stream().map(Delivery.Sent::id).toList());
        for (Delivery.Rejected rejected : receipt.rejected()) {
            accepted.remove(rejected.id());
            LOG.warn("{} rejected event {}, now a dead letter: {}", destination, rejected.id(), rejected.error());
        }
        OutboxRows.markDeadLetters(transaction, destination, receipt.rejected());
        OutboxRows.markDelivered(transaction, destination, accepted);
        transaction.afterCommit(() -> {
            count(batch, BatchOutcome.DELIVERED);
            delivered.add(accepted.size(), destination);
        });
        if (OutboxRows.recordContact(transaction, destination, receipt.applied(), batch.isEmpty())) {
            LOG.warn("{} was restored to an earlier state, resending the events it lost", destination);
            return Result.MORE;
        }
        return batch.isEmpty() ? Result.EMPTY : Result.MORE;
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
