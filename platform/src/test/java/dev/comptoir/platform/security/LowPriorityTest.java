package dev.comptoir.platform.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Passwords are checked at a low priority, and nothing else is. */
@EnabledOnOs(OS.LINUX)
class LowPriorityTest {
    /** The 19th field, the 17th after the name in parentheses; see proc_pid_stat(5). */
    private static int niceness() {
        try {
            String state = Files.readString(Path.of("/proc/thread-self/stat"));
            return Integer.parseInt(state.substring(state.lastIndexOf(')') + 2).split(" ", -1)[16]);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void onlyItsOwnThreadsGiveWayToOthers() {
        int usual = niceness();
        try (ExecutorService threads = Executors.newSingleThreadExecutor(LowPriority.threads("low-"))) {
            assertThat(CompletableFuture.supplyAsync(LowPriorityTest::niceness, threads))
                    .succeedsWithin(Duration.ofSeconds(10))
                    .isEqualTo(10);
        }
        assertThat(niceness()).isEqualTo(usual);
    }
}
