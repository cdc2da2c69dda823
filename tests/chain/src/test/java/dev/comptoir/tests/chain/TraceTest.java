package dev.comptoir.tests.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.tests.chain.Collector.RecordedSpan;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** One trace follows a sale: the request at the store, the delivery, the effect at the head office. */
class TraceTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER = "00f067aa0ba902b7";

    private static Collector collector;
    private static ChainWorld world;

    @BeforeAll
    static void start() throws IOException {
        collector = new Collector();
        world = new ChainWorld(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", collector.address()));
    }

    @AfterAll
    static void stop() {
        world.close();
        collector.close();
    }

    private static TestHttp traced(TestHttp http, String trace) {
        return http.with("traceparent", "00-" + trace + "-" + CALLER + "-01");
    }

    private static RecordedSpan named(List<RecordedSpan> spans, String service, String name) {
        return spans.stream()
                .filter(span -> span.service().equals(service) && span.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " of " + service + " in " + spans));
    }

    @Test
    void aSaleIsTracedFromTheRegisterToTheHeadOffice() {
        long tea = world.product("Tea", 500, 10);
        traced(world.register("S1", 1), TRACE)
                .post("/sales", ChainWorld.saleOf(tea, 1))
                .expect(201);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            List<RecordedSpan> spans = collector.of(TRACE);
            RecordedSpan sale = named(spans, "store", "POST /store/api/v1/sales");
            RecordedSpan sending = named(spans, "store", "send SaleRecorded");
            RecordedSpan request = named(spans, "headoffice", "POST /headoffice/internal/v1/events");
            RecordedSpan effect = named(spans, "headoffice", "process SaleRecorded");
            assertThat(sale.parent()).isEqualTo(CALLER);
            assertThat(sending.parent()).isEqualTo(sale.id());
            assertThat(effect.parent()).isEqualTo(sending.id());
            assertThat(request.trace()).isEqualTo(TRACE);
        });
    }

    @Test
    void healthProbesAndHeartbeatsLeaveNoTrace() {
        world.headOffice().get("/products").expect(200);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(collector.all())
                        .anyMatch(span -> span.name().equals("GET /headoffice/api/v1/products")));
        assertThat(collector.all()).noneMatch(span -> span.name().contains("/health"));
        assertThat(collector.all())
                .filteredOn(span -> span.name().endsWith("/events"))
                .allMatch(span -> !span.parent().isEmpty());
    }

    @Test
    void logLinesCarryTheTraceAndTheRequest() throws Exception {
        String trace = "0af7651916cd43dd8448eb211c80319c";
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Logger logger = (Logger) LoggerFactory.getLogger("dev.comptoir.platform.http");
        logger.addAppender(lines);
        try (var sql = world.sql("headoffice").createStatement()) {
            sql.execute("ALTER TABLE z_report RENAME TO z_report_away");
            traced(world.headOffice(), trace)
                    .with("X-Request-Id", "a-failing-request")
                    .get("/z-reports")
                    .expect(500);
            sql.execute("ALTER TABLE z_report_away RENAME TO z_report");
        } finally {
            logger.detachAppender(lines);
        }
        assertThat(lines.list)
                .anySatisfy(line -> assertThat(line.getMDCPropertyMap())
                        .containsEntry("trace", trace)
                        .containsEntry("request", "a-failing-request")
                        .containsEntry("service", "headoffice"));
    }
}
