package dev.comptoir.tools.cluster;

import dev.comptoir.tools.client.ApiClient;
import dev.comptoir.tools.client.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits until a process is ready. */
public final class Readiness {
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final Duration INTERVAL = Duration.ofMillis(100);

    private Readiness() {}

    /** @throws IllegalStateException if there is no response 200 within four minutes, or the process has ended */
    public static void await(ClusterProcess process, String url, Path log) {
        await(process, () -> get(url).status() == 200, url + "; its log is " + log);
    }

    /** Waits until Traefik sends requests to an instance. Traefik does not check a single instance, but sends it all requests. */
    public static void awaitUp(ClusterState state, ClusterProcess instance) {
        if (state.instances(instance.service()).size() > 1) {
            String status = state.adminAddress() + "/api/http/services/" + instance.service() + "@file";
            String up = "\"" + instance.url() + "\":\"UP\"";
            await(instance, () -> get(status).text().contains(up), status + ", which does not contain " + up);
        }
    }

    private static Response get(String url) {
        return ApiClient.of(url).get("");
    }

    private static void await(ClusterProcess process, BooleanSupplier ready, String where) {
        boolean late =
                !Pause.until(() -> ready.getAsBoolean() || process.process().isEmpty(), LIMIT, INTERVAL);
        if (late || process.process().isEmpty()) {
            throw new IllegalStateException(process.name() + " is not ready at " + where);
        }
    }
}
