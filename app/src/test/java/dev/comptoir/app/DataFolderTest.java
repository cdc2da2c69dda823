package dev.comptoir.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One run at a time uses the data. */
class DataFolderTest {
    @TempDir
    private Path folder;

    @Test
    void aSecondRunIsRefusedUntilTheFirstHasEnded() {
        try (DataFolder first = DataFolder.lock(folder)) {
            assertThat(first.isSeeded()).isFalse();
            assertThatThrownBy(() -> DataFolder.lock(folder))
                    .isInstanceOf(DataFolder.InUse.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("end it first");
        }
        DataFolder.lock(folder).close();
    }

    @Test
    void anotherProcessIsRefusedToo() throws Exception {
        try (DataFolder locked = DataFolder.lock(folder)) {
            assertThat(locked.path()).isEqualTo(folder);
            Process other = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            Holder.class.getName(),
                            folder.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assertThat(other.waitFor()).isEqualTo(Holder.REFUSED);
        }
    }

    /** Tries to lock a folder in a process of its own. */
    static final class Holder {
        static final int REFUSED = 7;

        private Holder() {}

        public static void main(String[] arguments) {
            try (DataFolder locked = DataFolder.lock(Path.of(arguments[0]))) {
                locked.markSeeded();
            } catch (DataFolder.InUse refused) {
                System.exit(REFUSED);
            }
        }
    }

    @Test
    void emptyingLeavesNothingButTheLock() throws IOException {
        try (DataFolder locked = DataFolder.lock(folder)) {
            locked.markSeeded();
            Files.createDirectories(folder.resolve("postgres/base/1"));
            Files.writeString(folder.resolve("postgres/base/1/file"), "x");
            locked.empty();
            assertThat(locked.isSeeded()).isFalse();
            assertThat(folder).isDirectoryNotContaining(file -> !file.endsWith("lock"));
        }
    }
}
