package dev.comptoir.store.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Money;
import dev.comptoir.contract.Payment;
import dev.comptoir.contract.Tender;
import dev.comptoir.platform.http.Idempotency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A sale and its retry have one fingerprint, also at instances of different versions. */
class SaleFingerprintTest {
    private static final List<Payment> PAYMENTS = List.of(new Payment(Tender.CASH, Money.ofCents(500)));

    @Test
    void aSaleHasTheFingerprintOfVersion02() {
        Map<String, Object> former = new HashMap<>();
        former.put("lines", null);
        former.put("payments", PAYMENTS);
        NewSale sale = new NewSale(null, PAYMENTS, Money.ofCents(498));
        assertThat(Idempotency.fingerprint(sale.withoutExpectedTotal())).isEqualTo(Idempotency.fingerprint(former));
    }
}
