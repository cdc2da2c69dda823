package dev.comptoir.headoffice.stores;

import java.util.List;
import java.util.function.Function;

/** The allowed values of a store. */
final class StoreValues {
    static final int REGISTERS_LIMIT = 100;

    private static final int NAME_LIMIT = 60;
    private static final int REGISTER_NUMBER_LIMIT = 9_999;

    private StoreValues() {}

    static void checkName(String name) {
        require(!name.isBlank() && name.length() <= NAME_LIMIT, "a name has 1 to " + NAME_LIMIT + " characters");
    }

    static void checkRegisterNumber(int number) {
        require(
                number >= 1 && number <= REGISTER_NUMBER_LIMIT,
                "a register has a number from 1 to " + REGISTER_NUMBER_LIMIT);
    }

    /** Each register has a number of its own, and there are not too many. */
    static <R> void checkRegisters(List<R> registers, Function<R, Integer> number) {
        require(
                !registers.isEmpty() && registers.size() <= REGISTERS_LIMIT,
                "1 to " + REGISTERS_LIMIT + " registers are expected");
        require(
                registers.stream().map(number).distinct().count() == registers.size(),
                "each register has a number of its own");
    }

    static void require(boolean holds, String expectation) {
        if (!holds) {
            throw new IllegalArgumentException(expectation);
        }
    }
}
