package dev.comptoir.logistics;

import dev.comptoir.platform.settings.Environment;
import dev.comptoir.platform.settings.ServiceSettings;

/** The settings of logistics. */
public record LogisticsSettings(ServiceSettings service) {
    static final int PORT = 8091;

    /** @throws dev.comptoir.platform.settings.InvalidSettings when a variable is missing or wrong */
    public static LogisticsSettings from(Environment environment) {
        LogisticsSettings settings = new LogisticsSettings(ServiceSettings.from(environment, "logistics", PORT));
        environment.refuseFaults();
        return settings;
    }
}
