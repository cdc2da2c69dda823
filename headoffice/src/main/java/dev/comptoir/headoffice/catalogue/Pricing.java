package dev.comptoir.headoffice.catalogue;

import dev.comptoir.contract.Deposit;
import dev.comptoir.contract.Money;
import org.jspecify.annotations.Nullable;

/**
 * What one unit of a product costs.
 *
 * @param price before taxes
 * @param taxClass the code of a tax class; it decides which taxes are added
 * @param deposit absent where none is charged
 */
public record Pricing(
        Money price, String taxClass, @Nullable Deposit deposit) {}
