package dev.comptoir.tests.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.tools.cluster.Balancing;
import dev.comptoir.tools.cluster.ClusterFolder;
import dev.comptoir.tools.cluster.ClusterProcess;
import dev.comptoir.tools.cluster.ClusterState;
import dev.comptoir.tools.cluster.Database;
import dev.comptoir.tools.cluster.Launcher;
import dev.comptoir.tools.cluster.Readiness;
import dev.comptoir.tools.cluster.Tls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The real Traefik of the test cluster in front of echo instances. */
final class Proxy implements AutoCloseable {
    private final ClusterFolder folder;
    private final ClusterProcess traefik;
    ClusterState state;

    Proxy(Balancing balancing, Optional<Tls> tls, Echo... instances) {
        this(balancing, tls, Stream.of(instances).map(one -> one.process).toList());
        Stream.of(instances).forEach(one -> one.served.set(0));
    }

    private Proxy(Balancing balancing, Optional<Tls> tls, List<ClusterProcess> instances) {
        try {
            folder = ClusterFolder.at(Files.createTempDirectory("comptoir-proxy"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        state = new ClusterState(
                new ClusterState.Ports(Launcher.freePort(), Launcher.freePort(), Launcher.freePort()),
                balancing,
                tls,
                Database.on("127.0.0.1:1", Optional.empty()),
                new ArrayList<>(instances));
        traefik = new Launcher(folder, Path.of("../..")).traefik(state);
        Readiness.await(traefik, state.adminAddress() + "/ping", folder.log(traefik));
        instances.forEach(one -> Readiness.awaitUp(state, one));
        Awaitility.await()
                .until(() -> TestHttp.of(state.internalAddress()).get("/store/").status() != 404);
    }

    static Proxy before(Echo... instances) {
        return new Proxy(Balancing.DEFAULT, Optional.empty(), instances);
    }

    static Proxy before(ClusterProcess instance) {
        return new Proxy(Balancing.DEFAULT, Optional.empty(), List.of(instance));
    }

    TestHttp http() {
        return TestHttp.of(state.internalAddress());
    }

    /** The state of a service in the API of Traefik. */
    String service(String name) {
        return TestHttp.of(state.adminAddress())
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
