package dev.comptoir.headoffice;

import dev.comptoir.platform.settings.Environment;
import dev.comptoir.platform.settings.ServiceSettings;
import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the head office needs to know before it starts.
 *
 * @param firstManager who can log in when there is no employee yet
 * @param watch instances whose metrics the page Operations shows, by name; the services known as peers when there are none
 * @param prometheus where these metrics are gathered already, if anywhere
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

    /** Without anything that is watched beside the peers. */
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
