package dev.comptoir.tests.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.tools.cluster.ClusterFolder;
import dev.comptoir.tools.cluster.ClusterState;
import dev.comptoir.tools.cluster.Launcher;
import dev.comptoir.tools.cluster.Readiness;
import dev.comptoir.tools.cluster.Running;
import dev.comptoir.tools.cluster.Strategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The real Traefik in front of what stands for instances. */
final class Proxy implements AutoCloseable {
    private final ClusterFolder folder;
    private final Running traefik;
    ClusterState state;

    Proxy(Strategy strategy, Map<String, Integer> weights, Path certificate, Path key, Echo... instances) {
        try {
            folder = ClusterFolder.at(Files.createTempDirectory("comptoir-proxy"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        List<Running> processes =
                new ArrayList<>(Stream.of(instances).map(one -> one.running).toList());
        state = new ClusterState(
                Launcher.freePort(),
                Launcher.freePort(),
                Launcher.freePort(),
                strategy,
                weights,
                certificate.toString(),
                key.toString(),
                Map.of(),
                "",
                processes);
        traefik = new Launcher(folder, Path.of("../..")).traefik(state);
        Readiness.await(traefik, state.admin() + "/ping", folder.log(traefik));
        Stream.of(instances).forEach(one -> Readiness.awaitUp(state, one.running));
        Awaitility.await()
                .until(() -> TestHttp.of(state.inside()).get("/store/").status() != 404);
        Stream.of(instances).forEach(one -> one.served.set(0));
    }

    static Proxy before(Echo... instances) {
        return new Proxy(Strategy.p2c, Map.of(), Path.of(""), Path.of(""), instances);
    }

    TestHttp http() {
        return TestHttp.of(state.inside());
    }

    /** What Traefik says about a service. */
    String service(String name) {
        return TestHttp.of(state.admin())
                .get("/api/http/services/" + name + "@file")
                .body();
    }

    void awaitService(String name, String text, Duration limit) {
        Awaitility.await()
                .atMost(limit)
                .untilAsserted(() -> assertThat(service(name)).contains(text));
    }

    @Override
    public void close() {
        traefik.process().ifPresent(ProcessHandle::destroyForcibly);
    }
}
