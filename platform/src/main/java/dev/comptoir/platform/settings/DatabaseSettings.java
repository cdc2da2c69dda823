package dev.comptoir.platform.settings;

import java.util.regex.Pattern;

/**
 * The database of a service.
 *
 * @param url a JDBC address: {@code jdbc:postgresql://host:port/database}
 * @param pool the largest number of connections of one instance
 */
public record DatabaseSettings(String url, String user, String password, int pool) {
    private static final Pattern PASSWORD = Pattern.compile("\\P{Cntrl}*");

    static DatabaseSettings from(Environment environment) {
        String url = environment.required("COMPTOIR_DATABASE_URL", "jdbc:postgresql://host:port/database is expected");
        return new DatabaseSettings(
                url,
                environment.required("COMPTOIR_DATABASE_USER", "the name of a PostgreSQL role is expected"),
                environment.secret(
                        "COMPTOIR_DATABASE_PASSWORD", PASSWORD, "a password without control characters is expected"),
                environment.number("COMPTOIR_DATABASE_POOL", 16, 4, 500));
    }

    /** Keeps the password out of logs. */
    @Override
    public String toString() {
        return "DatabaseSettings[url=" + url + ", user=" + user + ", pool=" + pool + "]";
    }
}
