package dev.comptoir.store.drawer;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.comptoir.contract.Event.Breakdown;
import dev.comptoir.contract.Event.DrawerLedger;
import dev.comptoir.contract.Event.TenderTotal;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.TaxAmount;
import dev.comptoir.store.registers.Till;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The totals of a register's day: an X report while the day is open, a Z report once it is closed.
 *
 * @param number of a Z report: {@code S1-2-Z000007}; absent on an X report
 * @param count of the cash in the drawer; absent on an X report
 */
public record RegisterReport(
        @Nullable String number,
        @JsonUnwrapped Day day,
        @JsonUnwrapped Totals totals,
        @Nullable Count count) {

    /**
     * A day of a register.
     *
     * @param day from 1, without gaps
     * @param closedBy absent while the day is open
     */
    public record Day(
            @JsonUnwrapped Till till,
            int day,
            String openedBy,
            Instant openedAt,
            @Nullable String closedBy,
            @Nullable Instant closedAt) {
        Day closed(String cashier, Instant at) {
            return new Day(till, day, openedBy, openedAt, cashier, at);
        }
    }

    /**
     * What was sold, refunded, paid and moved.
     *
     * @param taxes of the sales, less those of the refunds
     */
    public record Totals(
            Book sales,
            Book refunds,
            List<TaxAmount> taxes,
            List<TenderTotal> tenders,
            DrawerLedger drawer,
            List<CashMovement> movements) {}

    /**
     * Sales, or refunds, of the day.
     *
     * @param count of those with goods: a bill for empties alone is none
     * @param after the sequence before the first one
     * @param first the number of the first one; absent when there is none
     * @param breakdown absent in reports from before there were tax classes
     */
    public record Book(
            long count,
            Money total,
            long after,
            @Nullable String first,
            @Nullable String last,
            @Nullable Breakdown breakdown) {}

    /**
     * Cash that was put into the drawer or taken out of it.
     *
     * @param direction {@code in} or {@code out}
     * @param approvedBy the manager who allowed it; absent where none is needed
     */
    public record CashMovement(
            String direction,
            Money amount,
            String reason,
            String madeBy,
            @Nullable String approvedBy,
            Instant madeAt) {}

    /** @param difference total less expected; below zero when cash is missing */
    public record Count(List<Denomination> counted, Money total, Money difference) {}

    /**
     * Coins or notes of one kind.
     *
     * @param value in cents, 1 to 100,000
     * @param count 0 to 100,000
     */
    public record Denomination(int value, int count) {
        private static final int LIMIT = 100_000;

        /** @throws IllegalArgumentException when one of them is out of its range */
        public Denomination {
            if (value < 1 || value > LIMIT || count < 0 || count > LIMIT) {
                throw new IllegalArgumentException(
                        "a denomination has a value of 1 to " + LIMIT + " cents and a count of 0 to " + LIMIT);
            }
        }

        Money amount() {
            return Money.ofCents((long) value * count);
        }
    }
}
