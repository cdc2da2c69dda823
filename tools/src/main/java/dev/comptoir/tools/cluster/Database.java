package dev.comptoir.tools.cluster;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The servers with the databases of the three services.
 *
 * @param servers {@code host:port} by service
 * @param password of the roles store, headoffice and logistics; empty if the cluster started the server and made a
 *     password for each role
 */
public record Database(Map<String, String> servers, Optional<String> password) {
    /** One server for all services. */
    public static Database on(String server, Optional<String> password) {
        return new Database(
                ClusterState.SERVICES.stream().collect(Collectors.toMap(service -> service, service -> server)),
                password);
    }

    String jdbcUrl(String service) {
        return "jdbc:postgresql://" + servers.get(service) + "/" + service;
    }

    /** Keeps the password out of logs. */
    @Override
    public String toString() {
        return "Database" + servers;
    }
}
