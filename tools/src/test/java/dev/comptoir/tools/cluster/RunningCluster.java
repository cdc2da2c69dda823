package dev.comptoir.tools.cluster;

import dev.comptoir.app.Person;
import dev.comptoir.platform.testing.TestHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Two stores, one head office and two logistics instances behind Traefik, once for all tests that need them. */
public final class RunningCluster {
    private final Path folder;
    private final Cluster cluster;

    private RunningCluster() {
        try {
            folder = Files.createTempDirectory("comptoir-cluster");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        cluster = new Cluster(folder, Path.of(".."));
        cluster.up(new Cluster.Plan(
                Launcher.freePort(), Map.of("store", 2, "logistics", 2), Strategy.p2c, Map.of(), "", "", "", ""));
        Runtime.getRuntime().addShutdownHook(new Thread(this::downWhenUp));
    }

    private static final class Holder {
        private static final RunningCluster RUNNING = new RunningCluster();
    }

    /** Starts it, the first time. */
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

    /** What clients see: {@code store}. */
    String address(String service) {
        return cluster.state().address() + "/" + service;
    }

    TestHttp at(String service, String username, Map<String, Object> place) {
        return TestHttp.of(address(service) + "/api/v1").as(token(service, username, place));
    }

    String token(String service, String username, Map<String, Object> place) {
        Map<String, Object> login = new HashMap<>(place);
        login.put("username", username);
        login.put("password", password(username));
        return TestHttp.of(address(service) + "/api/v1")
                .post("/login", login)
                .expect(200)
                .path("token")
                .asString();
    }

    private String password(String username) {
        return cluster.people().stream()
                .filter(person -> person.username().equals(username))
                .map(Person::password)
                .findFirst()
                .orElseThrow();
    }
}
