package dev.comptoir.store.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Deposit;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.Payment;
import dev.comptoir.contract.Tender;
import dev.comptoir.store.checkout.Outcome.Done;
import dev.comptoir.store.checkout.Outcome.Refused;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Cards are charged to the cent; what is paid in cash is rounded to a coin that exists. */
class SettlementTest {
    private static final CashRounding FIVE = new CashRounding(5);

    private static Payment cash(long cents) {
        return new Payment(Tender.CASH, Money.ofCents(cents));
    }

    private static Payment card(long cents) {
        return new Payment(Tender.CARD, Money.ofCents(cents));
    }

    private static Outcome<Settlement> settle(long total, Payment... payments) {
        return settleWithEmpties(total, List.of(), payments);
    }

    private static Outcome<Settlement> settleWithEmpties(long total, List<Deposit> empties, Payment... payments) {
        return Settlement.of(Money.ofCents(total), empties, List.of(payments), FIVE);
    }

    private static Outcome<Settlement> settled(long rounding, long change, Payment... payments) {
        return settledWithEmpties(List.of(), rounding, change, payments);
    }

    private static Outcome<Settlement> settledWithEmpties(
            List<Deposit> empties, long rounding, long change, Payment... payments) {
        return new Done<>(new Settlement(empties, List.of(payments), Money.ofCents(rounding), Money.ofCents(change)));
    }

    private static List<Deposit> empties(int containers, long each) {
        return List.of(new Deposit(containers, Money.ofCents(each)));
    }

    private static List<Long> rounded(int increment, long... cents) {
        return LongStream.of(cents)
                .map(amount ->
                        new CashRounding(increment).round(Money.ofCents(amount)).cents())
                .boxed()
                .toList();
    }

    @Test
    void oneAndTwoCentsAreRoundedDownThreeAndFourUp() {
        assertThat(rounded(5, 330, 331, 332, 333, 334, 335, 336, 337, 338, 339))
                .containsExactly(330L, 330L, 330L, 335L, 335L, 335L, 335L, 335L, 340L, 340L);
    }

    @Test
    void whereTheSmallestCoinIsTenCentsFiveAreRoundedDown() {
        assertThat(rounded(10, 334, 335, 336)).containsExactly(330L, 330L, 340L);
    }

    @Test
    void anIncrementOfOneCentDoesNotRound() {
        assertThat(rounded(1, 331, 332)).containsExactly(331L, 332L);
    }

    @Test
    void aTotalInCashIsRoundedAndTheChangeIsPayable() {
        assertThat(settle(332, cash(330))).isEqualTo(settled(-2, 0, cash(330)));
        assertThat(settle(333, cash(500))).isEqualTo(settled(2, 165, cash(500)));
    }

    @Test
    void aCardIsChargedToTheCent() {
        assertThat(settle(332, card(332))).isEqualTo(settled(0, 0, card(332)));
        assertThat(settle(332, card(330)))
                .isEqualTo(
                        new Refused<>(new Refusal.Underpaid(Money.ofCents(332), Money.ofCents(330), Money.ofCents(2))));
        assertThat(settle(332, card(333)))
                .isEqualTo(new Refused<>(new Refusal.OverpaidByCard(Money.ofCents(332), Money.ofCents(333))));
    }

    @Test
    void inASplitOnlyTheCashIsRounded() {
        assertThat(settle(1_363, card(505), cash(860))).isEqualTo(settled(2, 0, card(505), cash(860)));
        assertThat(settle(1_363, cash(1_000), card(361))).isEqualTo(settled(-2, 0, cash(1_000), card(361)));
    }

    @Test
    void nothingIsPaidWhenTheTotalIsRoundedToNothing() {
        assertThat(settle(2)).isEqualTo(settled(-2, 0));
        assertThat(settle(3))
                .isEqualTo(new Refused<>(new Refusal.Underpaid(Money.ofCents(3), Money.ZERO, Money.ofCents(5))));
    }

    @Test
    void cashThatNoCoinsMakeUpIsRefused() {
        assertThat(settle(332, cash(332))).isEqualTo(new Refused<>(new Refusal.CashNotPayable(Money.ofCents(332), 5)));
    }

    @Test
    void cashFarAboveWhatIsDueIsRefused() {
        assertThat(settle(2_000, cash(102_000))).isEqualTo(settled(0, 100_000, cash(102_000)));
        assertThat(settle(2_000, cash(102_005)))
                .isEqualTo(new Refused<>(new Refusal.PaidTooMuch(Money.ofCents(2_000), Money.ofCents(102_005))));
    }

    /** 4.78 less 11 containers at 0.10 is 3.68: 3.70 in cash. */
    @Test
    void emptiesReduceWhatIsDue() {
        List<Deposit> empties = empties(11, 10);
        assertThat(settleWithEmpties(478, empties, card(368))).isEqualTo(settledWithEmpties(empties, 0, 0, card(368)));
        assertThat(settleWithEmpties(478, empties, cash(500)))
                .isEqualTo(settledWithEmpties(empties, 2, 130, cash(500)));
        assertThat(settleWithEmpties(478, empties, card(369)))
                .isEqualTo(new Refused<>(new Refusal.OverpaidByCard(Money.ofCents(368), Money.ofCents(369))));
        assertThat(settleWithEmpties(478, empties))
                .isEqualTo(new Refused<>(new Refusal.Underpaid(Money.ofCents(368), Money.ZERO, Money.ofCents(370))));
    }

    /** 0.08 is rounded to 0.10; 2.39 less 2.50 is 0.11 to the customer, rounded to 0.10. */
    @Test
    void emptiesWorthMoreThanTheTotalAreHandedBackInRoundedCash() {
        assertThat(settleWithEmpties(0, empties(4, 2))).isEqualTo(settledWithEmpties(empties(4, 2), -2, 10));
        assertThat(settleWithEmpties(239, empties(25, 10))).isEqualTo(settledWithEmpties(empties(25, 10), 1, 10));
        assertThat(settleWithEmpties(0, empties(1000, 250)))
                .isEqualTo(settledWithEmpties(empties(1000, 250), 0, 250_000));
    }

    /** A tie goes in the customer's favour, as in a sale. */
    @Test
    void whereTheSmallestCoinIsTenCentsFiveAreHandedBackAsTen() {
        Settlement handedBack = ((Done<Settlement>)
                        Settlement.of(Money.ZERO, empties(1, 25), List.of(), new CashRounding(10)))
                .result();
        assertThat(handedBack.change()).isEqualTo(Money.ofCents(30));
        assertThat(handedBack.rounding()).isEqualTo(Money.ofCents(-5));
    }

    @Test
    void noCardPaysWhereNothingIsDue() {
        assertThat(settleWithEmpties(239, empties(25, 10), card(1)))
                .isEqualTo(new Refused<>(new Refusal.OverpaidByCard(Money.ofCents(-11), Money.ofCents(1))));
        assertThat(settleWithEmpties(239, empties(25, 10), cash(100_005)))
                .isEqualTo(new Refused<>(new Refusal.PaidTooMuch(Money.ofCents(-10), Money.ofCents(100_005))));
    }

    @Property
    void emptiesAndPaymentsLessChangeAreTheTotalAndItsRounding(
            @ForAll @LongRange(min = 0, max = 100_000) long total,
            @ForAll @IntRange(min = 1, max = 1_000) int containers,
            @ForAll @LongRange(min = 1, max = 100) long each,
            @ForAll @IntRange(min = 1, max = 10) int increment) {
        long due = total - containers * each;
        long inCash = due > 0 ? (due / increment + 1) * increment : 0;
        List<Payment> payments = inCash == 0 ? List.of() : List.of(cash(inCash));
        Settlement settlement = ((Done<Settlement>) Settlement.of(
                        Money.ofCents(total), empties(containers, each), payments, new CashRounding(increment)))
                .result();
        assertThat(inCash - settlement.change().cents())
                .isEqualTo(due + settlement.rounding().cents());
        assertThat(settlement.change().cents() % increment).isZero();
        assertThat(2 * Math.abs(settlement.rounding().cents())).isLessThanOrEqualTo(increment);
    }

    @Property
    void paymentsLessChangeAreTheTotalAndItsRounding(
            @ForAll @LongRange(min = 0, max = 1_000_000) long total,
            @ForAll @IntRange(min = 0, max = 100) int cardPercent,
            @ForAll @LongRange(min = 0, max = 20_000) long more) {
        long byCard = total * cardPercent / 100;
        long inCash = (total - byCard) / 5 * 5 + 5 + more / 5 * 5;
        Payment[] payments = byCard == 0 ? new Payment[] {cash(inCash)} : new Payment[] {card(byCard), cash(inCash)};
        Settlement settlement = ((Done<Settlement>) settle(total, payments)).result();
        assertThat(byCard + inCash - settlement.change().cents())
                .isEqualTo(total + settlement.rounding().cents());
        assertThat(settlement.change().cents() % 5).isZero();
        assertThat(Math.abs(settlement.rounding().cents())).isLessThanOrEqualTo(2);
    }
}
