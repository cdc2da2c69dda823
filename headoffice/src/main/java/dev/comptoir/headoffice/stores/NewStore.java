package dev.comptoir.headoffice.stores;

import dev.comptoir.contract.Event.RegisterOfStore;
import dev.comptoir.contract.Event.StoreChanged;
import dev.comptoir.contract.TaxRate;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A store to add.
 *
 * @param code a capital and at most seven capitals or digits
 * @param timeZone an IANA name; it decides the business day
 * @param taxes at most 5
 * @param registers 1 to 100, each number once
 * @param deployment the peer name of the store service that serves it; {@code store} when absent
 */
public record NewStore(
        String code,
        String name,
        String timeZone,
        List<TaxRate> taxes,
        List<RegisterOfStore> registers,
        @Nullable String deployment) {
    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9]{0,7}");
    private static final int NAME_LIMIT = 60;
    private static final int TAXES_LIMIT = 5;
    private static final int REGISTERS_LIMIT = 100;
    private static final int REGISTER_NUMBER_LIMIT = 9_999;
    private static final String DEFAULT_DEPLOYMENT = "store";

    public NewStore {
        taxes = List.copyOf(taxes);
        registers = List.copyOf(registers);
        require(CODE.matcher(code).matches(), "a code matches " + CODE);
        require(isName(name), "a name has 1 to " + NAME_LIMIT + " characters");
        require(ZoneId.getAvailableZoneIds().contains(timeZone), "timeZone is an IANA name: America/Toronto");
        checkTaxes(taxes);
        checkRegisters(registers);
    }

    private static void checkTaxes(List<TaxRate> taxes) {
        require(taxes.size() <= TAXES_LIMIT, "a store has at most " + TAXES_LIMIT + " taxes");
        require(taxes.stream().map(TaxRate::name).distinct().count() == taxes.size(), "each tax has a name of its own");
    }

    private static void checkRegisters(List<RegisterOfStore> registers) {
        require(
                !registers.isEmpty() && registers.size() <= REGISTERS_LIMIT,
                "a store has 1 to " + REGISTERS_LIMIT + " registers");
        require(
                registers.stream().map(RegisterOfStore::number).distinct().count() == registers.size(),
                "each register has a number of its own");
        require(
                registers.stream().allMatch(NewStore::isRegister),
                "a register has a number from 1 to " + REGISTER_NUMBER_LIMIT + " and a name");
    }

    private static boolean isRegister(RegisterOfStore register) {
        return register.number() >= 1 && register.number() <= REGISTER_NUMBER_LIMIT && isName(register.name());
    }

    private static boolean isName(String name) {
        return !name.isBlank() && name.length() <= NAME_LIMIT;
    }

    private static void require(boolean holds, String expectation) {
        if (!holds) {
            throw new IllegalArgumentException(expectation);
        }
    }

    /** The first version of the store. */
    StoreChanged store() {
        return new StoreChanged(
                code,
                name.strip(),
                timeZone,
                taxes,
                registers,
                deployment == null ? DEFAULT_DEPLOYMENT : deployment,
                1,
                List.of(),
                0);
    }
}
