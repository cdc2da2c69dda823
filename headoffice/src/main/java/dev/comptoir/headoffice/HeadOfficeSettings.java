package dev.comptoir.headoffice;

import dev.comptoir.platform.settings.Environment;
import dev.comptoir.platform.settings.ServiceSettings;
import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the head office.
 *
 * @param firstManager added when there are no employees yet
 * @param watch instances that are scraped for the golden signals, by name; the peers when empty
 *     none
 * @param prometheus that scrapes the instances instead, if any
 */
public record HeadOfficeSettings(
        ServiceSettings service,
        @Nullable FirstManager firstManager,
        Map<String, URI> watch,
        @Nullable URI prometheus) {
    static final int PORT = 8090;
    private static final String VARIABLE = "COMPTOIR_FIRST_MANAGER";
    private static final Pattern FIRST_MANAGER =
            Pattern.compile("|[a-z][a-z0-9.-]{1,30}:[^:\\p{Cntrl}]{1,60}:[^\\p{Cntrl}]{8,128}");

    /** The first employee of a chain. */
    public record FirstManager(String username, String displayName, String password) {

        /** Keeps the password out of logs. */
        @Override
        public String toString() {
            return "FirstManager[" + username + "]";
        }
    }

    /** @throws dev.comptoir.platform.settings.InvalidSettings when a variable is wrong */
    public static HeadOfficeSettings from(Environment environment) {
        ServiceSettings service = ServiceSettings.from(environment, "headoffice", PORT);
        String first = environment.secret(
                VARIABLE, FIRST_MANAGER, "username:display name:password is expected, the password with 8 characters");
        Map<String, URI> watch = environment.peers("COMPTOIR_WATCH");
        String prometheus = environment.matching(
                "COMPTOIR_PROMETHEUS", "", Pattern.compile("|https?://[^/]+"), "http://host:port is expected");
        environment.refuseFaults();
        return new HeadOfficeSettings(
                service, firstManager(first), watch, prometheus.isEmpty() ? null : URI.create(prometheus));
    }

    /** Scrapes the peers only. */
    public HeadOfficeSettings(ServiceSettings service, @Nullable FirstManager firstManager) {
        this(service, firstManager, Map.of(), null);
    }

    private static @Nullable FirstManager firstManager(String text) {
        if (text.isEmpty()) {
            return null;
        }
        String[] parts = text.split(":", 3);
        return new FirstManager(parts[0], parts[1], parts[2]);
    }
}
