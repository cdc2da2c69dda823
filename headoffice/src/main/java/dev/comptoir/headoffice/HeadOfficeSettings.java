package dev.comptoir.headoffice;

import dev.comptoir.platform.settings.Environment;
import dev.comptoir.platform.settings.ServiceSettings;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the head office needs to know before it starts.
 *
 * @param firstManager who can log in when there is no employee yet
 */
public record HeadOfficeSettings(
        ServiceSettings service, @Nullable FirstManager firstManager) {
    private static final int PORT = 8090;
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
        environment.refuseFaults();
        if (first.isEmpty()) {
            return new HeadOfficeSettings(service, null);
        }
        String[] parts = first.split(":", 3);
        return new HeadOfficeSettings(service, new FirstManager(parts[0], parts[1], parts[2]));
    }
}
