package dev.comptoir.headoffice.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Two scrapes of an instance give its signals between them. */
class ScrapeTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private static Scrape scrape(int second, int quick, int slow, int failed) {
        int all = quick + slow;
        return Scrape.parse(NOON.plusSeconds(second), """
                # HELP http_server_request_duration_seconds Requests
                http_server_request_duration_seconds_bucket{http_route="/a,{b}",le="0.01"} %d
                http_server_request_duration_seconds_bucket{http_route="/a,{b}",le="0.1"} %d
                http_server_request_duration_seconds_bucket{http_route="/a,{b}",le="+Inf"} %d
                http_server_request_duration_seconds_count{http_response_status_code="200",http_route="/a"} %d
                http_server_request_duration_seconds_count{http_response_status_code="503",http_route="/a"} %d
                db_client_connection_count{db_client_connection_state="used"} 4.0
                db_client_connection_count{db_client_connection_state="idle"} 12.0
                db_client_connection_max 16.0
                comptoir_reconciliation_differences NaN
                not a sample
                """.formatted(quick, all, all, all - failed, failed));
    }

    @Test
    void signalsCoverTheTimeBetweenTwoScrapes() {
        GoldenSignals.Point point = scrape(5, 190, 110, 3).since(scrape(0, 100, 100, 2));
        assertThat(point.perSecond()).isEqualTo(20);
        assertThat(point.failed()).isEqualTo(0.01, within(1e-9));
        assertThat(point.medianMilliseconds()).isEqualTo(10 * 50 / 90.0, within(1e-9));
        assertThat(point.slowestMilliseconds()).isEqualTo(10 + 90 * 0.9, within(1e-9));
        assertThat(point.pool()).isEqualTo(0.25);
    }

    @Test
    void withoutRequestsLatencyAndErrorsAreAbsent() {
        GoldenSignals.Point point = scrape(5, 100, 100, 2).since(scrape(0, 100, 100, 2));
        assertThat(point.perSecond()).isZero();
        assertThat(point.failed()).isNull();
        assertThat(point.slowestMilliseconds()).isNull();
    }

    @Test
    void acrossARestartSignalsAreAbsent() {
        assertThat(scrape(5, 1, 0, 0).since(scrape(0, 100, 100, 2))).isNull();
    }
}
