package dev.comptoir.tools.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.tools.chaos.Chaos.Phase;
import dev.comptoir.tools.chaos.Chaos.Result;
import dev.comptoir.tools.chaos.Fault.Pace;
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

/** The short version of {@code make chaos}; and that its audit finds what it must find. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ChaosTest {
    /** Requests that people intend; many sales are looked up after they were made, so that about 50 are sent. */
    private static final int RATE = 36;

    private static final Pace SHORT = new Pace(1, Duration.ofSeconds(3), Duration.ZERO, Duration.ZERO);
    private static final Pace CALM = new Pace(0, Duration.ofSeconds(3), Duration.ZERO, Duration.ZERO);

    private final Cluster cluster = RunningCluster.get().cluster();

    private Chaos chaos(String address, Pace pace) {
        return Chaos.on(cluster, address, pace);
    }

    private static List<Attempt> failures(Result result, Fault fault) {
        Phase phase = result.phases().stream()
                .filter(one -> one.fault() == fault)
                .findFirst()
                .orElseThrow();
        return Chaos.of(phase, result.ledger()).stream().filter(Attempt::failed).toList();
    }

    @Test
    @Order(1)
    void killedAndStoppedInstancesFailNobodyAndAfterACrashOfTheDatabaseEverythingAgrees() {
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
    void aNetworkThatDeliversEveryWriteTwiceChangesNothing() {
        try (Stutter network = new Stutter(cluster.state().address())) {
            assertThat(chaos(network.address(), CALM)
                            .run(List.of(Fault.NONE), RATE)
                            .findings())
                    .isEmpty();
        }
    }

    @Test
    @Order(3)
    void theAuditFindsAStoreThatForgetsItsKeys() throws SQLException {
        try (Stutter network = new Stutter(cluster.state().address())) {
            Chaos chaos = chaos(network.address(), CALM);
            tell("store", """
                    CREATE FUNCTION forget() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN NEW.idempotency_key := 'forgotten-' || NEW.number; RETURN NEW; END $$""");
            tell("store", "CREATE TRIGGER forget BEFORE INSERT ON sale FOR EACH ROW EXECUTE FUNCTION forget()");
            Result result = chaos.run(List.of(Fault.NONE), RATE);
            tell("store", "DROP FUNCTION forget CASCADE");
            assertThat(result.findings())
                    .anyMatch(
                            finding -> finding.matches("sale at the stores S.*: nothing was expected, [0-9]+ is there"))
                    .anyMatch(finding -> finding.startsWith("shelf S"));
        }
    }

    @Test
    @Order(4)
    void theAuditFindsAHeadOfficeThatForgetsWhatItHasHeard() throws SQLException {
        Chaos chaos = chaos(cluster.state().address(), CALM);
        tell("headoffice", "TRUNCATE inbox_event");
        tell("store", """
                UPDATE outbox_event SET delivered_at = NULL WHERE id =
                (SELECT max(id) FROM outbox_event WHERE type = 'StockCounted' AND destination = 'headoffice'
                  AND (payload->>'correction')::int <> 0)""");
        assertThat(chaos.run(List.of(Fault.NONE), RATE).findings())
                .anyMatch(finding -> finding.startsWith("shelf as the head office knows it S"));
    }

    private void tell(String service, String sql) throws SQLException {
        try (Connection connection = cluster.connect(service);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
