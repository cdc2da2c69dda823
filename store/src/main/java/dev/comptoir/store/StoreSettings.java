package dev.comptoir.store;

import dev.comptoir.platform.settings.Environment;
import dev.comptoir.platform.settings.ServiceSettings;

/** What a store service needs to know before it starts. */
public record StoreSettings(ServiceSettings service) {
    private static final int PORT = 8080;

    /** @throws dev.comptoir.platform.settings.InvalidSettings when a variable is wrong */
    public static StoreSettings from(Environment environment) {
        StoreSettings settings = new StoreSettings(ServiceSettings.from(environment, "store", PORT));
        environment.refuseFaults();
        return settings;
    }
}
