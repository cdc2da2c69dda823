package dev.comptoir.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What commands refuse, and how the user can correct it. */
class CommandsTest {
    @TempDir
    private Path folder;

    private static ClusterPlan plan(int port) {
        return ClusterPlan.of(port, Map.of("store", 1));
    }

    @Test
    void twoCommandsNeverChangeAClusterAtOnce() {
        ClusterFolder.at(folder)
                .exclusively(() -> assertThatThrownBy(() -> new Cluster(folder, Path.of("..")).down())
                        .isInstanceOf(UserError.class)
                        .hasMessageContaining("Another command"));
    }

    @Test
    void aWrongArgumentIsRefusedWithWhatIsExpected() {
        assertThatThrownBy(() -> ClusterPlan.of(8088, Map.of("store", 0)))
                .hasMessageContaining("1 to 8 instances of store");
        assertThatThrownBy(() -> new Balancing(Strategy.wrr, Map.of("store-1", 0)))
                .hasMessageContaining("store-1=3,store-2=1");
        assertThatThrownBy(() -> new Balancing(Strategy.wrr, Map.of("cash", 1))).hasMessageContaining("cash=1");
        assertThatThrownBy(() -> new Cluster(folder, Path.of("..")).kill("store-1"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("bin/comptoir cluster up starts one");
    }

    @Test
    void theCommandLineRefusesWhatItCannotRead() {
        CommandLine line = new CommandLine(new ClusterCommand());
        assertThatThrownBy(() -> line.parseArgs("up", "--cert=a.pem")).hasMessageContaining("--key");
        assertThatThrownBy(() -> line.parseArgs("up", "--strategy=best")).hasMessageContaining("leasttime");
        assertThatThrownBy(() -> line.parseArgs("up", "--weights=store-1")).hasMessageContaining("KEY=VALUE");
        assertThatThrownBy(() -> line.parseArgs("kill")).hasMessageContaining("PROCESS");
        assertThat(line.parseArgs("up", "--weights=store-1=3,store-2=1", "--store=2")
                        .errors())
                .isEmpty();
    }

    @Test
    void aTakenPortAndAMissingBuildAreNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            Cluster cluster = new Cluster(folder, Path.of(".."));
            assertThatThrownBy(() -> cluster.up(plan(taken.getLocalPort())))
                    .hasMessageContaining("choose another one with --port");
        }
        Cluster unbuilt = new Cluster(folder, folder);
        assertThatThrownBy(() -> unbuilt.up(plan(Launcher.freePort())))
                .hasMessageContaining("bin/comptoir cluster up builds it");
    }

    @Test
    void aProcessIdThatTheSystemReusedIsNotOurs() {
        ClusterProcess ours = ClusterProcess.of("store-1", "store", 1, ProcessHandle.current());
        assertThat(ours.process()).isPresent();
        assertThat(new ClusterProcess("store-1", "store", 1, ours.pid(), ours.started() - 60_000).process())
                .isEmpty();
    }
}
