package dev.comptoir.platform.settings;

import java.util.List;

/** The environment holds values that a service cannot start with. */
public final class InvalidSettings extends RuntimeException {
    private final transient List<String> faults;

    InvalidSettings(List<String> faults) {
        super("wrong settings:\n  " + String.join("\n  ", faults));
        this.faults = List.copyOf(faults);
    }

    /** One sentence a variable: its name, and what was expected. */
    public List<String> faults() {
        return faults;
    }
}
