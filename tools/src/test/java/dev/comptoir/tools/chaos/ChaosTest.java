package dev.comptoir.tools.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.tools.chaos.Chaos.Phase;
import dev.comptoir.tools.chaos.Chaos.Result;
import dev.comptoir.tools.chaos.Fault.Timing;
import dev.comptoir.tools.chaos.Ledger.Attempt;
import dev.comptoir.tools.chaos.Ledger.Kind;
import dev.comptoir.tools.cluster.Cluster;
import dev.comptoir.tools.cluster.RunningCluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A short run of {@code bin/comptoir chaos}, and faulty systems whose faults the audit must find. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ChaosTest {
    /** Arrivals per second; since each sale is read again, about 50 requests are sent. */
    private static final int RATE = 36;

    private static final Duration SECONDS = Duration.ofSeconds(3);

    private static final Timing SHORT = new Timing(1, SECONDS, Duration.ZERO, Duration.ZERO, SECONDS);
    private static final Timing CALM = new Timing(0, SECONDS, Duration.ZERO, Duration.ZERO, SECONDS);

    private final Cluster cluster = RunningCluster.get().cluster();

    private Chaos chaos(String address, Timing timing) {
        return Chaos.on(cluster, address, timing);
    }

    private static List<Attempt> failures(Result result, Fault fault) {
        Phase phase = result.phases().stream()
                .filter(one -> one.fault() == fault)
                .findFirst()
                .orElseThrow();
        return phase.attempts(result.ledger()).stream().filter(Attempt::failed).toList();
    }

    @Test
    @Order(1)
    void killedAndStoppedInstancesFailNoRequestAndAfterADatabaseCrashEverythingAgrees() {
        Chaos chaos = chaos(cluster.state().address(), SHORT);
        Result result = chaos.run(
                List.of(Fault.NONE, Fault.KILL, Fault.STOP, Fault.POSTGRES_KILL),
                Math.min(RATE, chaos.halfOfTheCapacity()));
        assertThat(result.findings()).isEmpty();
        for (Fault harmless : List.of(Fault.NONE, Fault.KILL, Fault.STOP)) {
            assertThat(failures(result, harmless))
                    .as("%s: %s", harmless.description, result.phases())
                    .isEmpty();
        }
        for (Kind kind : List.of(Kind.SALE, Kind.REFUND, Kind.ORDER, Kind.SHIPMENT, Kind.PRICE)) {
            assertThat(result.ledger().acknowledged(kind)).as(kind.name()).isNotEmpty();
        }
    }

    @Test
    @Order(2)
    void writesThatAreDeliveredTwiceAreStoredOnce() {
        try (DuplicatingProxy proxy = new DuplicatingProxy(cluster.state().address())) {
            assertThat(chaos(proxy.address(), CALM)
                            .run(List.of(Fault.NONE), RATE)
                            .findings())
                    .isEmpty();
        }
    }

    @Test
    @Order(3)
    void theAuditFindsAStoreThatLosesItsIdempotencyKeys() throws SQLException {
        try (DuplicatingProxy proxy = new DuplicatingProxy(cluster.state().address())) {
            Chaos chaos = chaos(proxy.address(), CALM);
            execute("store", """
                    CREATE FUNCTION lose_key() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN NEW.idempotency_key := 'lost-' || NEW.number; RETURN NEW; END $$""");
            execute("store", "CREATE TRIGGER lose_key BEFORE INSERT ON sale FOR EACH ROW EXECUTE FUNCTION lose_key()");
            Result result = chaos.run(List.of(Fault.NONE), RATE);
            execute("store", "DROP FUNCTION lose_key CASCADE");
            assertThat(result.findings())
                    .anyMatch(finding -> finding.matches("sale at the stores S.*: expected nothing, found [0-9]+"))
                    .anyMatch(finding -> finding.startsWith("shelf S"));
        }
    }

    @Test
    @Order(4)
    void theAuditFindsAHeadOfficeThatAppliesAnEventTwice() throws SQLException {
        Chaos chaos = chaos(cluster.state().address(), CALM);
        execute("store", """
                INSERT INTO outbox_log (destination, type, payload)
                SELECT destination, type, jsonb_set(payload, '{countedAt}', '"2026-01-01T00:00:00Z"') FROM outbox_log WHERE id =
                (SELECT max(id) FROM outbox_log WHERE type = 'StockCounted' AND destination = 'headoffice'
                  AND (payload->>'correction')::int <> 0)""");
        assertThat(chaos.run(List.of(Fault.NONE), RATE).findings())
                .anyMatch(finding -> finding.startsWith("shelf at the head office S"));
    }

    private void execute(String service, String sql) throws SQLException {
        try (Connection connection = cluster.connect(service);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
