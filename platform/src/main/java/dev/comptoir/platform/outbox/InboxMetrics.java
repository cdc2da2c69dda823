package dev.comptoir.platform.outbox;

import dev.comptoir.platform.telemetry.Buckets;
import dev.comptoir.platform.telemetry.CounterFamily;
import dev.comptoir.platform.telemetry.DatabaseGauge;
import dev.comptoir.platform.telemetry.HistogramFamily;
import dev.comptoir.platform.telemetry.Span;
import dev.comptoir.platform.telemetry.Telemetry;
import dev.comptoir.platform.telemetry.Traces;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What an inbox measures. */
final class InboxMetrics {
    /** Gauges stop counting here. */
    private static final int GAUGE_LIMIT = 100_000;

    private static final DatabaseGauge GAUGES = new DatabaseGauge(
            Map.of(
                    "comptoir.inbox.dead_letters", "Events that can never be applied, until somebody settles them",
                    "comptoir.inbox.deferred_events", "Events that are kept until others arrive",
                    "comptoir.inbox.oldest_deferred_event_age_seconds", "Age of the oldest event that is kept",
                    "comptoir.inbox.events_behind", "Events that the sender has written and that are not applied",
                    "comptoir.inbox.lost_events", "Events that the sender could not send again",
                    "comptoir.inbox.differing_copies", "Parts of the sender's state whose copies differ",
                    "comptoir.inbox.resent_timestamp_seconds", "When this service last lost events of the sender",
                    "comptoir.inbox.diverged_timestamp_seconds", "When the sender last came back without events"),
            "sender",
            """
            SELECT gauge.name, s.name AS label, gauge.value
            FROM inbox_sender s,
                 LATERAL (SELECT count(*) FILTER (WHERE kind = 'never') AS never,
                                 count(*) FILTER (WHERE kind = 'not-yet') AS not_yet,
                                 min(arrived_at) FILTER (WHERE kind = 'not-yet') AS oldest
                          FROM (SELECT kind, arrived_at FROM dead_letter WHERE sender = s.name LIMIT %d) AS counted) AS d,
                 LATERAL (VALUES
                     ('comptoir.inbox.dead_letters', d.never),
                     ('comptoir.inbox.deferred_events', d.not_yet),
                     ('comptoir.inbox.oldest_deferred_event_age_seconds',
                      coalesce(extract(epoch FROM clock_timestamp() - d.oldest), 0)),
                     ('comptoir.inbox.events_behind', s.behind),
                     ('comptoir.inbox.lost_events', s.lost),
                     ('comptoir.inbox.differing_copies', coalesce(cardinality(s.differing), 0)),
                     ('comptoir.inbox.resent_timestamp_seconds', coalesce(extract(epoch FROM s.resent_at), 0)),
                     ('comptoir.inbox.diverged_timestamp_seconds', coalesce(extract(epoch FROM s.diverged_at), 0)))
                     AS gauge (name, value)
            """.formatted(GAUGE_LIMIT));

    private final Traces traces;
    private final CounterFamily events;
    private final HistogramFamily lag;

    InboxMetrics(Telemetry telemetry) {
        this.traces = telemetry.traces();
        this.events = telemetry
                .metrics()
                .counter("comptoir.inbox.events", "Events received, by outcome", "sender", "outcome");
        this.lag = telemetry
                .metrics()
                .histogram(
                        "comptoir.inbox.lag",
                        "Time from an event's creation at the sender to its effect here",
                        Buckets.LAG,
                        "sender");
        telemetry.metrics().databaseGauge(GAUGES);
    }

    Span span(String sender, Delivery.Sent event) {
        return traces.processing(event.type(), event.id(), event.trace()).attribute("comptoir.event.sender", sender);
    }

    void applied(String sender, List<Delivery.Sent> fresh, int applied, int repeated) {
        events.add(applied, sender, "applied");
        events.add(repeated, sender, "duplicate");
        Instant now = Instant.now();
        fresh.forEach(event ->
                event.writtenAt().ifPresent(writtenAt -> lag.record(Duration.between(writtenAt, now), sender)));
    }

    void rejected(String sender, int kept) {
        events.add(kept, sender, "rejected");
    }
}
