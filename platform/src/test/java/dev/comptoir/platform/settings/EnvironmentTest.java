package dev.comptoir.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A secret may be in a file, as container engines provide it. */
class EnvironmentTest {
    private static final Pattern WORD = Pattern.compile("[a-z]*");

    @TempDir
    private Path folder;

    @Test
    void aSecretIsReadFromItsFile() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "sesame\n");
        Environment environment = new Environment(Map.of("PASSWORD_FILE", file.toString()));

        assertThat(environment.secret("PASSWORD", WORD, "a word is expected")).isEqualTo("sesame");
        environment.refuseFaults();
    }

    @Test
    void aMissingFileIsRefusedWithTheNameOfItsVariable() {
        assertRefused(Map.of("PASSWORD_FILE", folder.resolve("nothing").toString()), "PASSWORD_FILE", "cannot be read");
    }

    @Test
    void aTooLongFileIsRefusedAndNotShown() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "a".repeat(5_000));

        assertRefused(Map.of("PASSWORD_FILE", file.toString()), "PASSWORD_FILE", "at most 4096 bytes");
    }

    @Test
    void aSecretThatIsSetTwiceIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "sesame");

        assertRefused(Map.of("PASSWORD", "sesame", "PASSWORD_FILE", file.toString()), "PASSWORD_FILE", "one of them");
    }

    @Test
    void anInvalidSecretInAFileIsRefusedAndNotShown() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "SESAME 1");
        Environment environment = new Environment(Map.of("PASSWORD_FILE", file.toString()));
        environment.secret("PASSWORD", WORD, "a word is expected");

        assertThatThrownBy(environment::refuseFaults)
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("a word is expected")
                .hasMessageNotContaining("SESAME");
    }

    private static void assertRefused(Map<String, String> variables, String... parts) {
        Environment environment = new Environment(variables);
        environment.secret("PASSWORD", WORD, "a word is expected");
        assertThatThrownBy(environment::refuseFaults)
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContainingAll(parts);
    }
}
