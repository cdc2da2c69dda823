package dev.comptoir.platform.testing;

import dev.comptoir.platform.settings.DatabaseSettings;

/** An empty database for a test. */
public record TestDatabase(String jdbcUrl, String username, String password) {

    /** The settings of a service that uses it. */
    public DatabaseSettings settings() {
        return new DatabaseSettings(jdbcUrl, username, password, 16);
    }
}
