package dev.comptoir.tools.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which Traefik the cluster runs. */
class TraefikProgramTest {
    @TempDir
    private Path folder;

    private Path program(String version) throws IOException {
        Path program = Files.writeString(folder.resolve(version), "#!/bin/sh\necho 'Version:      " + version + "'\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }

    @Test
    void anOlderProgramIsNotUsed() throws IOException {
        assertThat(TraefikProgram.isNewEnough(program("3.6.2"))).isFalse();
        assertThat(TraefikProgram.isNewEnough(program("3.7.5"))).isFalse();
        assertThat(TraefikProgram.isNewEnough(program("3.7.6"))).isTrue();
        assertThat(TraefikProgram.isNewEnough(program("3.7.15"))).isTrue();
        assertThat(TraefikProgram.isNewEnough(program("3.8.0"))).isTrue();
        assertThat(TraefikProgram.isNewEnough(program("4.0.0"))).isTrue();
    }

    @Test
    void aProgramIsFoundOrInstalled() {
        assertThat(TraefikProgram.isNewEnough(TraefikProgram.find(Path.of(".."))))
                .isTrue();
    }
}
