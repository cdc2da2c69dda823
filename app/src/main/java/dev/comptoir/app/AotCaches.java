package dev.comptoir.app;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.LoggerFactory;

/**
 * Makes the AOT caches of what was built, where they are missing or jars have changed. Without a cache everything runs too,
 * but starts more slowly.
 *
 * <p>Arguments: the folder of the project, and {@code app}, {@code services}, or {@code option} to make nothing. Prints the
 * options for the JVM of the app.
 */
public final class AotCaches {
    private static final PrintStream SCREEN = System.err;
    private static final String APP = "app";

    private final Path project;

    private AotCaches(Path project) {
        this.project = project;
    }

    public static void main(String[] arguments) throws IOException {
        Path project = Path.of(arguments[0]).toAbsolutePath().normalize();
        System.setProperty("comptoir.log", log(project).toString());
        System.setProperty("logback.configurationFile", "dev/comptoir/app/logback.xml");
        AotCaches caches = new AotCaches(project);
        switch (arguments[1]) {
            case "services" -> caches.makeMissing(PostgresServer.DATABASES);
            case "option" -> caches.printOption();
            default -> {
                caches.makeMissing(List.of(APP));
                caches.printOption();
            }
        }
        System.exit(0);
    }

    private void printOption() {
        System.out.println(String.join(" ", cache(APP).options()));
    }

    private static Path log(Path project) {
        return project.resolve("target").resolve("aot-cache.log");
    }

    private AotCache cache(String module) {
        return new AotCache(project.resolve(module + "/target/comptoir-" + module + ".jar"));
    }

    private void makeMissing(List<String> modules) throws IOException {
        if (modules.stream().allMatch(module -> cache(module).isCurrent())) {
            return;
        }
        SCREEN.println("Making an AOT cache, so that the services are fast from the start: about a minute.");
        long start = System.nanoTime();
        boolean made = tryToMake(modules);
        for (String module : modules) {
            cache(module).record();
        }
        if (made) {
            SCREEN.printf("  Done in %d s%n", Demo.millisecondsSince(start) / 1000);
        } else {
            SCREEN.println("  There is no AOT cache: the services start more slowly. The log is target/aot-cache.log");
        }
    }

    private boolean tryToMake(List<String> modules) throws IOException {
        for (String module : modules) {
            cache(module).delete();
        }
        try {
            make(modules, ProcessBuilder.Redirect.appendTo(log(project).toFile()));
            return true;
        } catch (IOException | RuntimeException failure) {
            LoggerFactory.getLogger(AotCaches.class).error("there is no AOT cache", failure);
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void make(List<String> modules, ProcessBuilder.Redirect log) throws IOException, InterruptedException {
        TrainingRun training = TrainingRun.prepare(Map.of(), log);
        Map<String, Path> outputs = new HashMap<>();
        Map<String, List<String>> commands = new HashMap<>();
        for (String module : modules) {
            Path output = training.folder().resolve(module + ".aot");
            outputs.put(module, output);
            commands.put(module, command(module, output));
        }
        if (modules.contains(APP)) {
            training.demo(Objects.requireNonNull(commands.get(APP)));
        } else {
            training.services(commands);
        }
        for (Map.Entry<String, Path> output : outputs.entrySet()) {
            Files.move(output.getValue(), cache(output.getKey()).file(), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private List<String> command(String module, Path output) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:AOTCacheOutput=" + output,
                "-jar",
                cache(module).jar().toString());
    }
}
