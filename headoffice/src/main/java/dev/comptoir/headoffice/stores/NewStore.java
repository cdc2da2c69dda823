package dev.comptoir.headoffice.stores;

import com.fasterxml.jackson.annotation.JsonInclude;
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
 * @param taxes at most 5, for a store without a profile; a profile has its own
 * @param registers 1 to 100, each number once
 * @param deployment the peer name of the store service that serves it; {@code store} when absent
 * @param profile holds from the store's first sale on; absent, the store has {@code taxes}, and cash to the cent. It is left
 *     out of the JSON when absent, so that a request has the same fingerprint in every version
 */
public record NewStore(
        String code,
        String name,
        String timeZone,
        List<TaxRate> taxes,
        List<NewRegister> registers,
        @Nullable String deployment,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable NewProfile profile) {
    static final String CODE = "[A-Z][A-Z0-9]{0,7}";

    private static final Pattern CODE_PATTERN = Pattern.compile(CODE);
    private static final int TAXES_LIMIT = 5;
    private static final String DEFAULT_DEPLOYMENT = "store";

    public NewStore {
        taxes = List.copyOf(taxes);
        registers = List.copyOf(registers);
        StoreValues.require(CODE_PATTERN.matcher(code).matches(), "a code matches " + CODE);
        StoreValues.checkName(name);
        StoreValues.require(
                ZoneId.getAvailableZoneIds().contains(timeZone), "timeZone is an IANA name: America/Toronto");
        checkTaxes(taxes);
        StoreValues.checkRegisters(registers, NewRegister::number);
    }

    private static void checkTaxes(List<TaxRate> taxes) {
        StoreValues.require(taxes.size() <= TAXES_LIMIT, "a store has at most " + TAXES_LIMIT + " taxes");
        StoreValues.require(
                taxes.stream().map(TaxRate::name).distinct().count() == taxes.size(), "each tax has a name of its own");
    }

    /** The first version of the store. */
    StoreChanged store() {
        return new StoreChanged(
                code,
                name.strip(),
                timeZone,
                taxes,
                registers.stream().map(NewRegister::register).toList(),
                deployment == null ? DEFAULT_DEPLOYMENT : deployment,
                1,
                profile == null ? List.of() : List.of(profile.profile(1)),
                0);
    }
}
