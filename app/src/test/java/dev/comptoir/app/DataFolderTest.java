package dev.comptoir.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One run at a time works with the data. */
class DataFolderTest {
    @TempDir
    private Path folder;

    @Test
    void aSecondRunIsRefusedUntilTheFirstHasEnded() {
        try (DataFolder first = DataFolder.hold(folder)) {
            assertThat(first.isSeeded()).isFalse();
            assertThatThrownBy(() -> DataFolder.hold(folder))
                    .isInstanceOf(DataFolder.Held.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("end it first");
        }
        DataFolder.hold(folder).close();
    }

    @Test
    void anotherProcessIsRefusedToo() throws Exception {
        try (DataFolder held = DataFolder.hold(folder)) {
            assertThat(held.path()).isEqualTo(folder);
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

    /** Tries to hold a folder in a process of its own. */
    static final class Holder {
        static final int REFUSED = 7;

        private Holder() {}

        public static void main(String[] arguments) {
            try (DataFolder held = DataFolder.hold(Path.of(arguments[0]))) {
                held.markSeeded();
            } catch (DataFolder.Held refused) {
                System.exit(REFUSED);
            }
        }
    }

    @Test
    void emptyingLeavesNothingButTheLock() throws IOException {
        try (DataFolder held = DataFolder.hold(folder)) {
            held.markSeeded();
            Files.createDirectories(folder.resolve("postgres/base/1"));
            Files.writeString(folder.resolve("postgres/base/1/file"), "x");
            held.empty();
            assertThat(held.isSeeded()).isFalse();
            assertThat(folder).isDirectoryNotContaining(file -> !file.endsWith("lock"));
        }
    }
}
