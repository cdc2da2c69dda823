package dev.comptoir.tools.cluster;

import java.util.Optional;

/**
 * The server with the databases of the three services.
 *
 * @param server {@code host:port}
 * @param password of the roles store, headoffice and logistics; empty if the cluster started the server and made a
 *     password for each role
 */
public record Database(String server, Optional<String> password) {
    String jdbcUrl(String service) {
        return "jdbc:postgresql://" + server + "/" + service;
    }

    /** Keeps the password out of logs. */
    @Override
    public String toString() {
        return "Database[" + server + "]";
    }
}
