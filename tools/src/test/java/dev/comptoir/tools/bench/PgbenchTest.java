package dev.comptoir.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The statements of the service as a script for pgbench. */
class PgbenchTest {
    /** A cast has two colons; the event's JSON has a space after each colon. */
    private static final Pattern VARIABLE = Pattern.compile("(?<!:):([a-zA-Z_]+)");

    @Test
    void everyParameterOfTheStatementsHasAValue() {
        assertThat(VARIABLE.matcher(Pgbench.script()).results().map(found -> found.group(1)))
                .containsOnly("client_id", "register", "first", "second", "random_key");
    }
}
