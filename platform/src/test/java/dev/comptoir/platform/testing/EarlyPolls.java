package dev.comptoir.platform.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Awaitility checks each condition at once, after 10, 20, 40 and 80 ms, and then every 100 ms, which is its default from the
 * start: most conditions hold soon. JUnit finds this extension by the file in META-INF/services.
 */
public final class EarlyPolls implements BeforeAllCallback {
    private static final long FIRST_MILLISECONDS = 10;
    private static final long LONGEST_MILLISECONDS = 100;
    private static final int DOUBLINGS = 4;

    @Override
    public void beforeAll(ExtensionContext tests) {
        Awaitility.setDefaultPollInterval((poll, previous) ->
                Duration.ofMillis(Math.min(LONGEST_MILLISECONDS, FIRST_MILLISECONDS << Math.min(poll - 1, DOUBLINGS))));
    }
}
