package dev.comptoir.store.refunds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Money;
import dev.comptoir.contract.Payment;
import dev.comptoir.contract.TaxAmount;
import dev.comptoir.contract.TaxRate;
import dev.comptoir.contract.Tender;
import dev.comptoir.store.checkout.CashRounding;
import dev.comptoir.store.checkout.Taxes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** The refunds of a sale, in whatever parts, add up to the sale: its amounts, its taxes, and each of its tenders. */
class RefundSharesTest {
    private static final List<TaxRate> BOTH = List.of(new TaxRate("GST", 50_000), new TaxRate("QST", 99_750));
    private static final CashRounding FIVE = new CashRounding(5);

    private static SoldLine line(int place, int quantity, long amount, List<TaxRate> rates) {
        return new SoldLine(place, place, quantity, 0, Money.ofCents(amount), Money.ofCents(10L * quantity), rates);
    }

    private static SoldLine with(SoldLine line, int returned) {
        return new SoldLine(
                line.line(), line.productId(), line.quantity(), returned, line.amount(), line.deposit(), line.taxes());
    }

    @Property
    void theUnitsOfALineAddUpToItsAmountItsDepositAndItsTaxes(
            @ForAll @IntRange(min = 1, max = 12) int quantity,
            @ForAll @LongRange(min = 0, max = 1_000_000) long amount,
            @ForAll @LongRange(min = 0, max = 1_000_000) long zeroRated) {
        List<SoldLine> lines = List.of(line(1, quantity, amount, BOTH), line(2, quantity, zeroRated, List.of()));
        List<TaxAmount> charged = Taxes.on(List.of(new Taxes.Taxed(Money.ofCents(amount), BOTH)));
        Money amounts = Money.ZERO;
        Money deposits = Money.ZERO;
        List<TaxAmount> back = new ArrayList<>();
        for (int returned = 0; returned < quantity; returned++) {
            List<SoldLine> now = List.of(with(lines.getFirst(), returned), with(lines.getLast(), returned));
            amounts = amounts.plus(now.getFirst().amountOfNext(1));
            deposits = deposits.plus(now.getFirst().depositOfNext(1));
            back.addAll(SoldLine.taxesOfNext(charged, now, Map.of(1, 1, 2, 1)));
        }
        assertThat(amounts).isEqualTo(Money.ofCents(amount));
        assertThat(deposits).isEqualTo(Money.ofCents(10L * quantity));
        assertThat(back).noneMatch(tax -> tax.amount().isNegative());
        for (TaxAmount tax : charged) {
            assertThat(back.stream()
                            .filter(part -> part.name().equals(tax.name()))
                            .reduce(TaxAmount::plus))
                    .contains(tax);
        }
    }

    @Property
    void theCashThatIsHandedBackAddsUpToTheCashThatCameIn(
            @ForAll @Size(min = 1, max = 10) List<@LongRange(min = 0, max = 5_000) Long> parts) {
        long total = parts.stream().mapToLong(Long::longValue).sum();
        long returned = 0;
        long handed = 0;
        for (long part : parts) {
            var balance = new TenderBalance(
                    Money.ofCents(total - returned),
                    Money.ZERO,
                    false,
                    Money.ZERO,
                    Money.ofCents(returned),
                    Money.ofCents(handed),
                    FIVE);
            var handBack = balance.of(Money.ofCents(part), null);
            long cash =
                    Money.sum(handBack.payments().stream().map(Payment::amount)).cents();
            assertThat(cash % 5).isZero();
            assertThat(cash).isEqualTo(part + handBack.rounding().cents());
            returned += part;
            handed += cash;
        }
        assertThat(Money.ofCents(handed)).isEqualTo(FIVE.round(Money.ofCents(total)));
    }

    /** 13.63, of which 5.05 by card and 8.60 in cash: 8.58 before rounding. */
    @Test
    void aRefundGoesBackOverTheTendersInTheirOrderAndNoTenderGetsMoreThanItPaid() {
        var untouched = new TenderBalance(
                Money.ofCents(858), Money.ofCents(505), true, Money.ZERO, Money.ZERO, Money.ZERO, FIVE);
        assertThat(untouched.of(Money.ofCents(400), null).payments())
                .containsExactly(new Payment(Tender.CARD, Money.ofCents(400)));
        assertThat(untouched.of(Money.ofCents(1_363), null).payments())
                .containsExactly(
                        new Payment(Tender.CARD, Money.ofCents(505)), new Payment(Tender.CASH, Money.ofCents(860)));
        var cashFirst = new TenderBalance(
                Money.ofCents(858), Money.ofCents(505), false, Money.ZERO, Money.ZERO, Money.ZERO, FIVE);
        assertThat(cashFirst.of(Money.ofCents(1_000), null).payments())
                .containsExactly(
                        new Payment(Tender.CASH, Money.ofCents(860)), new Payment(Tender.CARD, Money.ofCents(142)));
    }

    /** Of 13.63, the goods pay 6.00 in an exchange: 5.05 of the card, 0.95 of the cash. The rest, 7.63, is 7.65 in cash. */
    @Test
    void whatGoodsPayInAnExchangeIsExactAndIsNotHandedBackAgain() {
        var untouched = new TenderBalance(
                Money.ofCents(858), Money.ofCents(505), true, Money.ZERO, Money.ZERO, Money.ZERO, FIVE);
        List<Payment> paid = untouched.exchange(Money.ofCents(600), "S1-1-000002");
        assertThat(paid).extracting(Payment::origin).containsExactly(Tender.CARD, Tender.CASH);
        assertThat(paid).extracting(Payment::amount).containsExactly(Money.ofCents(505), Money.ofCents(95));
        var rest = untouched.after(paid);
        assertThat(rest.left(Tender.CARD)).isEqualTo(Money.ZERO);
        assertThat(rest.left(Tender.CASH)).isEqualTo(Money.ofCents(763));
        assertThat(rest.returned()).isEqualTo(Money.ofCents(600));
        var handBack = rest.of(Money.ofCents(763), null);
        assertThat(handBack.payments()).containsExactly(new Payment(Tender.CASH, Money.ofCents(765)));
        assertThat(handBack.rounding()).isEqualTo(Money.ofCents(2));
    }

    /** 0.16 was handed back as 0.20, rounded to ten cents; 0.17, rounded to five, is 0.15. */
    @Test
    void aSmallerIncrementTakesNothingBack() {
        var balance = new TenderBalance(
                Money.ofCents(1), Money.ZERO, false, Money.ZERO, Money.ofCents(16), Money.ofCents(20), FIVE);
        var handBack = balance.of(Money.ofCents(1), null);
        assertThat(handBack.payments()).isEmpty();
        assertThat(handBack.rounding()).isEqualTo(Money.ofCents(-1));
    }

    @Test
    void aRefundOverAnotherTenderIsRoundedLikeCash() {
        var paidByCard =
                new TenderBalance(Money.ZERO, Money.ofCents(332), true, Money.ZERO, Money.ZERO, Money.ZERO, FIVE);
        assertThat(paidByCard.left(Tender.CASH)).isEqualTo(Money.ZERO);
        assertThat(paidByCard.left(Tender.CARD)).isEqualTo(Money.ofCents(332));
        assertThat(paidByCard.of(Money.ofCents(332), Tender.CASH).payments())
                .containsExactly(new Payment(Tender.CASH, Money.ofCents(330)));
    }
}
