package dev.comptoir.tests.deployment;

import java.util.ArrayList;
import java.util.List;

/** The faults that a rule finds, one sentence each. */
final class Faults {
    private final List<String> all = new ArrayList<>();

    void unless(boolean holds, String title, String fault) {
        if (!holds) {
            all.add(title + " " + fault);
        }
    }

    List<String> all() {
        return all;
    }
}
