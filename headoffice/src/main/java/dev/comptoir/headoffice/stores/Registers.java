package dev.comptoir.headoffice.stores;

import dev.comptoir.contract.Event.RegisterOfStore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The registers of a store, by number. */
final class Registers {
    private Registers() {}

    static @Nullable RegisterOfStore find(List<RegisterOfStore> registers, int number) {
        return registers.stream()
                .filter(register -> register.number() == number)
                .findFirst()
                .orElse(null);
    }

    /** Whether a register would be new, and has no name. */
    static boolean lacksName(List<RegisterOfStore> before, RegisterPatch patch) {
        return patch.name() == null && find(before, patch.number()) == null;
    }

    /** The registers after changes of some, none of which lacks a name. */
    static List<RegisterOfStore> changed(List<RegisterOfStore> before, List<RegisterPatch> patches) {
        Map<Integer, RegisterOfStore> after = before.stream()
                .collect(Collectors.toMap(
                        RegisterOfStore::number, Function.identity(), (first, second) -> first, TreeMap::new));
        for (RegisterPatch patch : patches) {
            after.merge(patch.number(), added(patch), (old, added) -> changed(old, patch));
        }
        return List.copyOf(after.values());
    }

    private static RegisterOfStore added(RegisterPatch patch) {
        return new RegisterOfStore(
                patch.number(),
                Objects.requireNonNullElse(patch.name(), "").strip(),
                Objects.requireNonNullElse(patch.closed(), false));
    }

    private static RegisterOfStore changed(RegisterOfStore before, RegisterPatch patch) {
        return new RegisterOfStore(
                patch.number(),
                patch.name() == null ? before.name() : patch.name().strip(),
                Objects.requireNonNullElse(patch.closed(), before.closed()));
    }
}
