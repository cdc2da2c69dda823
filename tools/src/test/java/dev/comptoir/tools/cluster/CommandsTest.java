package dev.comptoir.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a command refuses, and with which cure. */
class CommandsTest {
    @TempDir
    private Path folder;

    private static Cluster.Plan plan(int port, int stores, String certificate) {
        return new Cluster.Plan(port, Map.of("store", stores), Strategy.p2c, Map.of(), certificate, "", "", "");
    }

    @Test
    void twoCommandsNeverWorkOnAClusterAtOnce() {
        ClusterFolder.at(folder)
                .alone(() -> assertThatThrownBy(() -> new Cluster(folder, Path.of("..")).down())
                        .isInstanceOf(UserError.class)
                        .hasMessageContaining("another command"));
    }

    @Test
    void whatCannotBeIsRefusedWithItsCure() {
        assertThatThrownBy(() -> plan(8088, 0, "")).hasMessageContaining("1 to 8 instances of store");
        assertThatThrownBy(() -> plan(8088, 1, "a.pem")).hasMessageContaining("CERT=file.pem KEY=file.pem");
        assertThatThrownBy(() -> Weights.of("store-1:0")).hasMessageContaining("store-1:3,store-2:1");
        assertThat(Weights.of("")).isEmpty();
        assertThatThrownBy(() -> new Cluster(folder, Path.of("..")).kill("store-1"))
                .hasMessageContaining("make cluster starts one");
    }

    @Test
    void aPortThatIsTakenAndABuildThatIsMissingAreNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            Cluster cluster = new Cluster(folder, Path.of(".."));
            assertThatThrownBy(() -> cluster.up(plan(taken.getLocalPort(), 1, "")))
                    .hasMessageContaining("choose one with PORT=");
        }
        Cluster unbuilt = new Cluster(folder, folder);
        assertThatThrownBy(() -> unbuilt.up(plan(Launcher.freePort(), 1, "")))
                .hasMessageContaining("make cluster builds it");
    }

    @Test
    void aProcessNumberThatPassedToAnotherProcessIsNotOurs() {
        Running ours = Running.of("store-1", "store", 1, ProcessHandle.current());
        assertThat(ours.process()).isPresent();
        assertThat(new Running("store-1", "store", 1, ours.pid(), ours.started() - 60_000).process())
                .isEmpty();
    }
}
