package dev.comptoir.headoffice.catalogue;

import dev.comptoir.contract.Deposit;
import dev.comptoir.contract.Money;
import org.jspecify.annotations.Nullable;

/** What to change about the pricing of a product; what is absent stays. */
public record PricingPatch(
        @Nullable Money price,
        @Nullable String taxClass,
        @Nullable DepositPatch deposit) {
    public PricingPatch {
        ProductValues.checkPrice(price);
        ProductValues.checkTaxClass(taxClass);
    }

    /**
     * Another deposit, or none.
     *
     * @param containers 0 to remove the deposit
     * @param each for one container; absent when the deposit is removed
     */
    public record DepositPatch(int containers, @Nullable Money each) {
        public DepositPatch {
            if (containers != 0 || (each != null && !each.equals(Money.ZERO))) {
                Deposit.require(containers, each == null ? Money.ZERO : each);
            }
        }

        @Nullable Deposit deposit() {
            return containers == 0 || each == null ? null : new Deposit(containers, each);
        }
    }

    Pricing applyTo(Pricing before) {
        return new Pricing(
                price == null ? before.price() : price,
                taxClass == null ? before.taxClass() : taxClass,
                deposit == null ? before.deposit() : deposit.deposit());
    }
}
