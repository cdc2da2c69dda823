package dev.comptoir.platform.testing;

import dev.comptoir.platform.settings.DatabaseSettings;

/** A fresh database of a test. */
public record TestDatabase(String jdbcUrl, String username, String password) {

    /** As a service is told of it. */
    public DatabaseSettings settings() {
        return new DatabaseSettings(jdbcUrl, username, password, 16);
    }
}
