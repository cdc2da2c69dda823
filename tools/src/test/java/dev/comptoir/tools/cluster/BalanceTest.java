package dev.comptoir.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another way to choose among instances, and detours around them, while the cluster runs. */
class BalanceTest {
    @TempDir
    private Path folder;

    private static Running instance(String name, int port) {
        return Running.of(name, name.substring(0, name.indexOf('-')), port, ProcessHandle.current());
    }

    private String watched() throws IOException {
        return Files.readString(folder.resolve("dynamic.yml"));
    }

    @Test
    void traefikIsToldOfItAndOfTheUsualWayAgain() throws IOException {
        List<Running> two = List.of(instance("headoffice-1", 21_001), instance("headoffice-2", 21_002));
        ClusterFolder.at(folder)
                .keep(new ClusterState(21_003, 21_004, 21_005, Strategy.p2c, Map.of(), "", "", Map.of(), "", two));
        Cluster cluster = new Cluster(folder, Path.of(".."));
        cluster.balance(Strategy.wrr, Map.of("headoffice-2", 3), Map.of("headoffice-1", 21_006));
        assertThat(watched())
                .contains("strategy: \"wrr\"", "http://127.0.0.1:21006", "http://127.0.0.1:21002", "weight: 3")
                .doesNotContain("http://127.0.0.1:21001", "p2c");
        assertThat(cluster.state().instances("headoffice")).isEqualTo(two);
        cluster.mend();
        assertThat(watched())
                .contains("strategy: \"p2c\"", "http://127.0.0.1:21001")
                .doesNotContain("21006", "weight: 3");
    }

    @Test
    void whatWasNeverStartedIsEndedWithoutAComplaint() {
        Cluster cluster = new Cluster(folder, Path.of(".."));
        cluster.clear();
        assertThat(cluster.isThere()).isFalse();
    }
}
