package dev.comptoir.headoffice.stores;

import org.jspecify.annotations.Nullable;

/**
 * What to change about a register; what is absent stays. A register with a new number is added.
 *
 * @param number 1 to 9,999
 * @param name a new register needs one
 * @param closed true to take it out of service: no day of it can be opened any more; false to put it back into service
 */
public record RegisterPatch(
        int number, @Nullable String name, @Nullable Boolean closed) {

    /** @throws IllegalArgumentException when the number or the name is out of range */
    public RegisterPatch {
        StoreValues.checkRegisterNumber(number);
        if (name != null) {
            StoreValues.checkName(name);
        }
    }
}
