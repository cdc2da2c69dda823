package dev.comptoir.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FingerprintTest {

    /** The order of {@code Map.of} differs between processes, and a retry may reach another instance. */
    @Test
    void theFingerprintDoesNotDependOnTheOrderOfAMap() {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("sale", "S1-1-000001");
        one.put("refund", Map.of("reason", "torn"));
        Map<String, Object> other = new LinkedHashMap<>();
        other.put("refund", Map.of("reason", "torn"));
        other.put("sale", "S1-1-000001");
        assertThat(Idempotency.fingerprint(one)).isEqualTo(Idempotency.fingerprint(other));
        other.put("sale", "S1-1-000002");
        assertThat(Idempotency.fingerprint(one)).isNotEqualTo(Idempotency.fingerprint(other));
    }
}
