package dev.comptoir.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FingerprintTest {

    /** {@code Map.of} orders its entries anew in every process: a repetition may reach another instance. */
    @Test
    void theSameRequestHasTheSameFingerprintWhateverTheOrderOfAMap() {
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
