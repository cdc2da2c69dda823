package dev.comptoir.platform.http;

import java.util.Set;

/** Who may call an endpoint. There is no default: each endpoint names one. */
public sealed interface Access {
    /** Anyone, without a token. */
    record Anyone() implements Access {}

    /** Holders of a token of this service whose role is one of these. */
    record Staff(Set<String> roles) implements Access {
        public Staff {
            roles = Set.copyOf(roles);
        }
    }

    /** Other services of the chain, with a token signed by their own key. */
    record Peers() implements Access {}

    static Access anyone() {
        return new Anyone();
    }

    static Access staff(String... roles) {
        return new Staff(Set.of(roles));
    }

    static Access peers() {
        return new Peers();
    }
}
