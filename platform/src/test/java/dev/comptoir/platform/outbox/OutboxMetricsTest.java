package dev.comptoir.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.telemetry.DatabaseGauge;
import dev.comptoir.platform.telemetry.Metrics;
import dev.comptoir.platform.telemetry.Telemetry;
import dev.comptoir.platform.telemetry.Traces;
import dev.comptoir.platform.telemetry.UncachedMetrics;
import dev.comptoir.platform.testing.MetricsPage;
import dev.comptoir.platform.testing.TestPostgres;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Metrics of outbox and inbox are exact to the event. */
class OutboxMetricsTest {
    private static final String THERE = "there";
    private static final String MIGRATIONS = "classpath:dev/comptoir/platform/testmigrations";

    private Metrics metricsHere;
    private Metrics metricsThere;
    private Database here;
    private Database there;
    private Outbox outbox;
    private Inbox inbox;

    @BeforeEach
    void openBothSides() {
        DatabaseSettings settingsHere =
                TestPostgres.newDatabase("here", MIGRATIONS).settings();
        DatabaseSettings settingsThere =
                TestPostgres.newDatabase("there", MIGRATIONS).settings();
        here = Database.open(settingsHere, MIGRATIONS);
        there = Database.open(settingsThere, MIGRATIONS);
        metricsHere = UncachedMetrics.of(settingsHere);
        metricsThere = UncachedMetrics.of(settingsThere);
        metricsHere.databaseGauge(Outbox.gauges(Set.of(THERE)));
        outbox = new Outbox(here);
        inbox = new Inbox(
                there,
                (transaction, sender, events) -> {
                    if (events.stream().anyMatch(event -> event.type().equals("Poison"))) {
                        throw new IllegalArgumentException("this is poison");
                    }
                },
                new Telemetry(metricsThere, Traces.none()));
    }

    @AfterEach
    void closeBothSides() {
        here.close();
        there.close();
        metricsHere.close();
        metricsThere.close();
    }

    private void write(String type) {
        here.write(transaction -> {
            outbox.append(transaction, THERE, type, "{}");
            return null;
        });
    }

    private Relay relay(Relay.Transport transport) {
        return Relay.start(
                here, outbox, Replicated.NOTHING, transport, THERE, new Telemetry(metricsHere, Traces.none()));
    }

    private MetricsPage metricsOfSender() {
        return MetricsPage.read(metricsHere.scrape());
    }

    private MetricsPage metricsOfReceiver() {
        return MetricsPage.read(metricsThere.scrape());
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(assertion);
    }

    @Test
    void backlogAndItsAgeGrowWhileTheDestinationIsUnreachable() {
        assertBacklog(0);
        assertThat(metricsOfSender().sum("comptoir_outbox_oldest_event_age_seconds", "destination", THERE))
                .isZero();
        writeFiveEventsDuringAnOutage();
        assertBacklog(5);
        assertThat(metricsOfSender().sum("comptoir_outbox_oldest_event_age_seconds", "destination", THERE))
                .isGreaterThan(0.1);
        assertThat(metricsOfSender().sum("comptoir_outbox_events_delivered_total"))
                .isZero();
    }

    @Test
    void backlogAndItsAgeAreZeroAgainAfterAnOutage() {
        writeFiveEventsDuringAnOutage();
        try (Relay _ = relay((destination, delivery) -> inbox.receive("here", delivery))) {
            eventually(() -> assertThat(
                            metricsOfSender().sum("comptoir_outbox_events_delivered_total", "destination", THERE))
                    .isEqualTo(5));
        }
        assertThat(metricsOfSender().sum("comptoir_outbox_batches_total", "outcome", "delivered"))
                .isEqualTo(1);
        assertBacklog(0);
        assertThat(metricsOfSender().sum("comptoir_outbox_oldest_event_age_seconds"))
                .isZero();
        assertThat(metricsOfReceiver().sum("comptoir_inbox_events_total", "sender", "here", "outcome", "applied"))
                .isEqualTo(5);
        assertThat(metricsOfReceiver().sum("comptoir_inbox_lag_seconds_count", "sender", "here"))
                .isEqualTo(5);
        assertThat(metricsOfReceiver().sum("comptoir_inbox_lag_seconds_sum", "sender", "here"))
                .isBetween(0.5, 60.0);
    }

    private void writeFiveEventsDuringAnOutage() {
        for (int count = 0; count < 5; count++) {
            write("Counted");
        }
        try (Relay _ = relay((destination, delivery) -> {
            throw new IOException("unreachable");
        })) {
            eventually(
                    () -> assertThat(metricsOfSender().sum("comptoir_outbox_batches_total", "outcome", "unreachable"))
                            .isGreaterThanOrEqualTo(2));
        }
    }

    private void assertBacklog(int events) {
        assertThat(metricsOfSender().sum("comptoir_outbox_backlog", "destination", THERE))
                .isEqualTo(events);
    }

    @Test
    void eventsSentAgainCountAsDuplicates() {
        AtomicInteger sent = new AtomicInteger();
        write("Counted");
        try (Relay _ = relay((destination, delivery) -> {
            Receipt receipt = inbox.receive("here", delivery);
            if (!delivery.events().isEmpty() && sent.incrementAndGet() <= 2) {
                throw new IOException("the response was lost");
            }
            return receipt;
        })) {
            eventually(() -> assertBacklog(0));
        }
        assertThat(metricsOfReceiver().sum("comptoir_inbox_events_total", "outcome", "applied"))
                .isEqualTo(1);
        assertThat(metricsOfReceiver().sum("comptoir_inbox_events_total", "outcome", "duplicate"))
                .isEqualTo(2);
        assertThat(metricsOfReceiver().sum("comptoir_inbox_lag_seconds_count")).isEqualTo(1);
    }

    @Test
    void aResponseWithoutReceiptCountsAsARejectedBatch() {
        write("Counted");
        try (Relay _ = relay((destination, delivery) -> {
            throw new Relay.BatchRejected(THERE, 503);
        })) {
            eventually(() -> assertThat(metricsOfSender().sum("comptoir_outbox_batches_total", "outcome", "rejected"))
                    .isPositive());
        }
        assertThat(metricsOfSender().sum("comptoir_outbox_batches_total", "outcome", "unreachable"))
                .isZero();
    }

    @Test
    void anEventThatCannotBeAppliedIsADeadLetterOfTheReceiverThatItsSenderCountsToo() {
        write("Counted");
        write("Poison");
        try (Relay _ = relay((destination, delivery) -> inbox.receive("here", delivery))) {
            eventually(() -> assertThat(metricsOfSender().sum("comptoir_outbox_dead_letters", "destination", THERE))
                    .isEqualTo(1));
        }
        assertThat(metricsOfSender().sum("comptoir_outbox_backlog")).isZero();
        assertThat(metricsOfReceiver().sum("comptoir_inbox_dead_letters", "sender", "here"))
                .isEqualTo(1);
        assertThat(metricsOfReceiver().sum("comptoir_inbox_events_total", "outcome", "rejected"))
                .isEqualTo(1);
        assertThat(metricsOfReceiver().sum("comptoir_inbox_events_total", "outcome", "applied"))
                .isEqualTo(1);
    }

    @Test
    void databaseGaugesAreAbsentWhenTheDatabaseDoesNotRespond() {
        assertThat(metricsOfSender().has("comptoir_outbox_backlog")).isTrue();
        metricsHere.databaseGauge(DatabaseGauge.single("comptoir_slow", "Too slow", "SELECT pg_sleep(60) IS NULL"));
        assertThat(metricsOfSender().has("comptoir_outbox_backlog")).isFalse();
        assertThat(metricsOfSender().has("comptoir_slow")).isFalse();
        assertThat(metricsOfSender().has("process_uptime_seconds")).isTrue();
    }
}
