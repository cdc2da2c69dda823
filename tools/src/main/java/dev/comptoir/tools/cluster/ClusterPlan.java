package dev.comptoir.tools.cluster;

import java.util.Map;
import java.util.Optional;

/**
 * What to start.
 *
 * @param port where Traefik listens; 0 chooses a free one
 * @param counts instances by service; the default is 1
 * @param tls empty for plain HTTP
 * @param database empty to start a server
 */
public record ClusterPlan(
        int port, Map<String, Integer> counts, Balancing balancing, Optional<Tls> tls, Optional<Database> database) {
    /** Of a service; all instances together must not exhaust the server's 200 connections. */
    private static final int MAX_INSTANCES = 8;

    public ClusterPlan {
        counts.forEach(ClusterPlan::checkCount);
    }

    /** Plain HTTP on a database server of the cluster's own. */
    public static ClusterPlan of(int port, Map<String, Integer> counts) {
        return new ClusterPlan(port, counts, Balancing.DEFAULT, Optional.empty(), Optional.empty());
    }

    /** Two instances of each service. */
    public static ClusterPlan twoOfEach(int port) {
        return of(port, Map.of("store", 2, "headoffice", 2, "logistics", 2));
    }

    static void checkCount(String service, int count) {
        if (count < 1 || count > MAX_INSTANCES) {
            throw new UserError("Choose 1 to " + MAX_INSTANCES + " instances of " + service + ", not " + count + ".");
        }
    }
}
