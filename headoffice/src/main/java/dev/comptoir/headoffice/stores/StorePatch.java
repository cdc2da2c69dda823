package dev.comptoir.headoffice.stores;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to change about a store; what is absent stays. Its code, time zone and deployment never change.
 *
 * @param profile begins today or later, by the store's calendar, and holds until the next one begins; it replaces a planned
 *     one with the same first day
 * @param registers only those that are added or changed, each number once
 */
public record StorePatch(
        @Nullable String name,
        @Nullable NewProfile profile,
        @Nullable List<RegisterPatch> registers) {

    /** @throws IllegalArgumentException when a part is out of range */
    public StorePatch {
        if (name != null) {
            StoreValues.checkName(name);
        }
        if (registers != null) {
            registers = List.copyOf(registers);
            StoreValues.checkRegisters(registers, RegisterPatch::number);
        }
    }
}
