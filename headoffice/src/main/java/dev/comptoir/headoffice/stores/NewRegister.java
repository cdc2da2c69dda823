package dev.comptoir.headoffice.stores;

import dev.comptoir.contract.Event.RegisterOfStore;

/**
 * A register of a store to add.
 *
 * @param number 1 to 9,999
 */
public record NewRegister(int number, String name) {

    /** @throws IllegalArgumentException when the number or the name is out of range */
    public NewRegister {
        StoreValues.checkRegisterNumber(number);
        StoreValues.checkName(name);
    }

    RegisterOfStore register() {
        return new RegisterOfStore(number, name.strip(), false);
    }
}
