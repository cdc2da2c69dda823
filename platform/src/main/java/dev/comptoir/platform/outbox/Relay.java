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
 * Carries the outbox to one destination. All instances of a service run one; an advisory lock of the database lets one
 * at a time work, so that batches do not overtake each other. The lock is held by the transaction that marks the batch,
 * and so ends with the instance.
 */
public final class Relay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    /** A sign of life is sent when nothing else was for this long. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(2);

    /** How soon another try is made when a relay of another instance is at work. */
    private static final Duration BUSY = Duration.ofMillis(25);

    private static final long BACK_OFF_LEAST_MILLISECONDS = 50;
    private static final long BACK_OFF_MOST_MILLISECONDS = 2_000;

    private final Database database;
    private final Carrier carrier;
    private final String destination;
    private final Semaphore wakeUps = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;
    private final Traces traces;
    private final CounterFamily delivered;
    private final CounterFamily batches;
    private int failures;

    private Relay(Database database, Outbox outbox, Carrier carrier, String destination, Telemetry telemetry) {
        this.database = database;
        this.carrier = carrier;
        this.destination = destination;
        this.thread = Thread.ofVirtual().name("relay-" + destination).unstarted(this::run);
        outbox.wakes(wakeUps::release);
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
        for (Fate fate : Fate.values()) {
            batches.add(0, destination, fate.word());
        }
    }

    /** Starts carrying events to {@code destination} until it is closed. */
    public static Relay start(
            Database database, Outbox outbox, Carrier carrier, String destination, Telemetry telemetry) {
        Relay relay = new Relay(database, outbox, carrier, destination, telemetry);
        relay.thread.start();
        return relay;
    }

    /** Brings one batch to its destination. */
    @FunctionalInterface
    public interface Carrier {
        /**
         * @throws NotTaken when the destination answers that it cannot take the batch now
         * @throws Exception when the destination cannot be reached
         */
        Delivery.Receipt carry(String destination, Delivery delivery) throws Exception;
    }

    /** The destination answered, but not with a receipt. */
    public static final class NotTaken extends IOException {
        public NotTaken(String answer) {
            super(answer);
        }
    }

    /** What came of a batch. */
    private enum Fate {
        DELIVERED,
        REJECTED,
        UNREACHABLE;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private enum Outcome {
        MORE,
        EMPTY,
        BUSY,
        FAILED
    }

    private void run() {
        while (!closed) {
            try {
                wakeUps.drainPermits();
                rest(relayOneBatch());
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

    private void rest(Outcome outcome) throws InterruptedException {
        switch (outcome) {
            case MORE -> failures = 0;
            case EMPTY -> {
                failures = 0;
                wakeUps.tryAcquire(SIGN_OF_LIFE.toMillis(), TimeUnit.MILLISECONDS);
            }
            case BUSY -> Thread.sleep(BUSY);
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
        long most = Math.min(BACK_OFF_MOST_MILLISECONDS, BACK_OFF_LEAST_MILLISECONDS << failures);
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
    }

    private Outcome relayOneBatch() throws InterruptedException {
        return database.write(transaction -> {
            if (!OutboxRows.lock(transaction, destination)) {
                return Outcome.BUSY;
            }
            List<Delivery.Sent> batch = OutboxRows.waiting(transaction, destination);
            List<Span> stretches = batch.stream().map(this::delivering).toList();
            Delivery.Receipt receipt;
            try {
                receipt = carrier.carry(
                        destination, OutboxRows.deliveryOf(transaction, destination, inTraces(batch, stretches)));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return transaction.refuse(Outcome.FAILED);
            } catch (Exception unreachable) {
                count(batch, unreachable instanceof NotTaken ? Fate.REJECTED : Fate.UNREACHABLE);
                noteFailure(transaction, unreachable);
                return Outcome.FAILED;
            }
            stretches.forEach(Span::close);
            return settle(transaction, batch, receipt);
        });
    }

    private Span delivering(Delivery.Sent event) {
        return traces.sending(event.type(), event.id(), event.trace())
                .attribute("messaging.destination.name", destination);
    }

    /** What its effect there continues is its delivery; without traces here, what was there before. */
    private static List<Delivery.Sent> inTraces(List<Delivery.Sent> batch, List<Span> stretches) {
        return IntStream.range(0, batch.size())
                .mapToObj(place -> {
                    String header = stretches.get(place).header();
                    return header == null ? batch.get(place) : batch.get(place).in(header);
                })
                .toList();
    }

    private void count(List<Delivery.Sent> batch, Fate fate) {
        if (!batch.isEmpty()) {
            batches.add(1, destination, fate.word());
        }
    }

    private void noteFailure(Transaction transaction, Exception unreachable) {
        if (failures == 0) {
            LOG.info("could not deliver events to {}: {}", destination, unreachable.toString());
        }
        OutboxRows.noteFailure(transaction, destination, unreachable.toString());
    }

    private Outcome settle(Transaction transaction, List<Delivery.Sent> batch, Delivery.Receipt receipt) {
        Set<UUID> taken = new HashSet<>(batch.stream().map(Delivery.Sent::id).toList());
        for (Delivery.Rejected rejected : receipt.rejected()) {
            taken.remove(rejected.id());
            LOG.warn("{} rejected event {}, now a dead letter: {}", destination, rejected.id(), rejected.error());
        }
        OutboxRows.park(transaction, destination, receipt.rejected());
        OutboxRows.markDelivered(transaction, destination, taken);
        transaction.afterCommit(() -> {
            count(batch, Fate.DELIVERED);
            delivered.add(taken.size(), destination);
        });
        if (OutboxRows.noteContact(transaction, destination, receipt.applied(), batch.isEmpty())) {
            LOG.warn("{} was restored to an earlier state, resending the events it lost", destination);
            return Outcome.MORE;
        }
        return batch.isEmpty() ? Outcome.EMPTY : Outcome.MORE;
    }

    /** Stops after the batch under way, waiting for it a short while. */
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
