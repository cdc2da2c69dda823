package dev.comptoir.tools.cluster;

import dev.comptoir.platform.testing.TestHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Two stores, one head office and two logistics instances behind Traefik, shared by all tests that need it. */
public final class RunningCluster {
    /** Tests start and stop instances: they need a short start, not the fastest code. */
    private static final Map<String, String> QUICK_START =
            Map.of("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");

    private final Path folder;
    private final Cluster cluster;

    private RunningCluster() {
        try {
            folder = Files.createTempDirectory("comptoir-cluster");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        cluster = new Cluster(folder, Path.of(".."), QUICK_START);
        cluster.up(ClusterPlan.of(Launcher.freePort(), Map.of("store", 2, "logistics", 2)));
        Runtime.getRuntime().addShutdownHook(new Thread(this::downWhenUp));
    }

    private static final class Holder {
        private static final RunningCluster RUNNING = new RunningCluster();
    }

    /** Started by the first call. */
    public static RunningCluster get() {
        return Holder.RUNNING;
    }

    public Cluster cluster() {
        return cluster;
    }

    private void downWhenUp() {
        if (cluster.isThere()) {
            cluster.down();
        }
    }

    Path folder() {
        return folder;
    }

    /** Where clients reach a service. */
    String address(String service) {
        return cluster.state().address() + "/" + service;
    }

    TestHttp at(String service, String username, Map<String, Object> place) {
        return TestHttp.of(address(service) + "/api/v1").as(token(service, username, place));
    }

    String token(String service, String username, Map<String, Object> place) {
        return TestHttp.of(address(service) + "/api/v1")
                .post("/login", cluster.login(username, place))
                .expect(200)
                .path("token")
                .asString();
    }
}
