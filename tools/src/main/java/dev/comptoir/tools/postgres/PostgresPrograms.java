package dev.comptoir.tools.postgres;

import dev.comptoir.tools.cluster.UserError;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The programs of PostgreSQL 18. They refuse to run as root: then they run in a user namespace of their own. */
public record PostgresPrograms(Path folder) {

    /** @throws UserError if they are not there and cannot be installed */
    public static PostgresPrograms find(Path project) {
        Path script = project.resolve("tools/without-docker/find-postgres");
        try {
            Process find = new ProcessBuilder(script.toString(), "--install")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String folder = new String(find.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (find.waitFor() != 0) {
                throw new UserError("PostgreSQL 18 with pg_basebackup was not found and could not be installed.");
            }
            return new PostgresPrograms(Path.of(folder));
        } catch (IOException failure) {
            throw new UncheckedIOException(script + " cannot be run", failure);
        } catch (InterruptedException stopped) {
            throw interrupted(script.toString(), stopped);
        }
    }

    /** Starts a program; its output goes to the log. */
    Process start(Path log, Map<String, String> environment, String program, List<String> arguments) {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "--user"));
        }
        command.add(folder.resolve(program).toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(program + " cannot be started", failure);
        }
    }

    /** Runs a program to its end. */
    void run(Path log, Map<String, String> environment, String program, List<String> arguments) {
        try {
            int status = start(log, environment, program, arguments).waitFor();
            if (status != 0) {
                throw new IllegalStateException(program + " ended with status " + status + "; its log is " + log);
            }
        } catch (InterruptedException stopped) {
            throw interrupted(program, stopped);
        }
    }

    private static IllegalStateException interrupted(String program, InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while waiting for " + program, stopped);
    }
}
