package dev.comptoir.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Passwords are generated once, and only their owner can read them. */
class SecretsTest {
    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("secrets.properties");
    }

    @Test
    void aPasswordIsGeneratedOnce() {
        String made = Secrets.in(file()).password("employee.bob");
        assertThat(made).matches("[a-z]{6}-[a-z]{6}-[a-z]{6}");
        assertThat(Secrets.in(file()).password("employee.bob")).isEqualTo(made);
        assertThat(Secrets.in(file()).password("employee.eva")).isNotEqualTo(made);
        assertThat(Secrets.in(file()).password("employee.bob")).isEqualTo(made);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void onlyTheOwnerCanReadTheFile() throws IOException {
        Secrets.in(file()).password("employee.bob");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }
}
