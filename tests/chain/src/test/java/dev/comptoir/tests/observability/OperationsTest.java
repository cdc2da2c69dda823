package dev.comptoir.tests.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.comptoir.app.testing.RunningChain;
import dev.comptoir.headoffice.operations.GoldenSignals;
import dev.comptoir.headoffice.operations.PrometheusHistory;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The signals that a manager sees, with a Prometheus and without one. */
class OperationsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Test
    void withoutPrometheusTheHeadOfficeScrapesTheInstances() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode instances = RunningChain.get()
                    .at("headoffice", "bob")
                    .get("/operations")
                    .expect(200)
                    .path("instances");
            assertThat(instances.valueStream().map(one -> one.path("service").asString()))
                    .containsExactly("headoffice", "logistics", "store");
            assertThat(instances).allMatch(one -> one.path("up").asBoolean());
            assertThat(instances)
                    .anyMatch(one -> one.path("points")
                            .valueStream()
                            .anyMatch(point -> point.path("perSecond").asDouble() > 0
                                    && point.path("slowestMilliseconds").asDouble() > 0));
        });
    }

    @Test
    void withPrometheusItsHistoryIsShown() throws Exception {
        try (RunningPrometheus prometheus = RunningPrometheus.start(RunningChain.get());
                PrometheusHistory history = new PrometheusHistory(prometheus.address(), Clock.systemUTC())) {
            await().atMost(PATIENCE).untilAsserted(() -> {
                RunningChain.get().at("headoffice", "bob").get("/stock").expect(200);
                List<GoldenSignals> signals = history.signals();
                assertThat(signals.stream().map(GoldenSignals::service))
                        .containsExactly("headoffice", "logistics", "store");
                assertThat(signals).allMatch(GoldenSignals::up);
                assertThat(signals.getFirst().points()).anyMatch(point -> point.perSecond() > 0);
            });
        }
    }
}
