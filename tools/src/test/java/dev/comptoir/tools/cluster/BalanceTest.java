package dev.comptoir.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another way of balancing, and proxies in front of instances, while the cluster runs. */
class BalanceTest {
    @TempDir
    private Path folder;

    private static ClusterProcess instance(String name, int port) {
        return ClusterProcess.of(name, name.substring(0, name.indexOf('-')), port, ProcessHandle.current());
    }

    private String dynamicFile() throws IOException {
        return Files.readString(folder.resolve("dynamic.yml"));
    }

    @Test
    void balancingChangesAndIsRestored() throws IOException {
        List<ClusterProcess> two = List.of(instance("headoffice-1", 21_001), instance("headoffice-2", 21_002));
        ClusterFolder.at(folder)
                .save(new ClusterState(
                        new ClusterState.Ports(21_003, 21_004, 21_005),
                        Balancing.DEFAULT,
                        Optional.empty(),
                        Database.on("127.0.0.1:21007", Optional.empty()),
                        two));
        Cluster cluster = new Cluster(folder, Path.of(".."));
        cluster.balance(new Balancing(Strategy.wrr, Map.of("headoffice-2", 3)), Map.of("headoffice-1", 21_006));
        assertThat(dynamicFile())
                .contains("strategy: \"wrr\"", "http://127.0.0.1:21006", "http://127.0.0.1:21002", "weight: 3")
                .doesNotContain("http://127.0.0.1:21001", "p2c");
        assertThat(cluster.state().instances("headoffice")).isEqualTo(two);
        cluster.restoreRoutes();
        assertThat(dynamicFile())
                .contains("strategy: \"p2c\"", "http://127.0.0.1:21001")
                .doesNotContain("21006", "weight: 3");
    }

    @Test
    void clearingAFolderWithoutAClusterDoesNothing() {
        Cluster cluster = new Cluster(folder, Path.of(".."));
        cluster.clear();
        assertThat(cluster.isThere()).isFalse();
    }
}
