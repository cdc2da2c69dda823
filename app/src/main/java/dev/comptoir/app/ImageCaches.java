package dev.comptoir.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes the AOT caches of the images, while they are built.
 *
 * <p>Each service gets a folder with its cache and the file {@code launch}, the arguments of {@code java} for which the
 * cache is valid: with others the JVM ignores it silently. The file {@code health} has the arguments of the health probe,
 * which would spend half its time on reading the cache.
 *
 * <p>Arguments: the program {@code java}, the folder of the services' jars at the same path as in the images, the folder for
 * the output, and the options of the JVM.
 */
public final class ImageCaches {
    private static final String CACHE = "service.aot";
    private static final List<String> QUICK_START =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData");

    private final Path java;
    private final Path jars;
    private final Path output;
    private final List<String> options;

    private ImageCaches(Path java, Path jars, Path output, List<String> options) {
        this.java = java;
        this.jars = jars;
        this.output = output;
        this.options = options;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        new ImageCaches(
                        Path.of(arguments[0]),
                        Path.of(arguments[1]),
                        Path.of(arguments[2]),
                        List.of(arguments).subList(3, arguments.length))
                .make();
        System.exit(0);
    }

    private void make() throws IOException, InterruptedException {
        Map<String, List<String>> commands = new HashMap<>();
        for (String name : PostgresServer.DATABASES) {
            commands.put(name, command(name));
        }
        TrainingRun.prepare(Map.of("COMPTOIR_LOG", "json"), ProcessBuilder.Redirect.INHERIT)
                .services(commands);
    }

    /** Writes the two files of arguments and returns the command of the training run. */
    private List<String> command(String name) throws IOException {
        Path folder = Files.createDirectories(output.resolve(name));
        List<String> service =
                List.of("-jar", jars.resolve("comptoir-" + name + ".jar").toString());
        Files.write(folder.resolve("launch"), concat(List.of("-XX:AOTCache=" + jars.resolve(CACHE)), options, service));
        Files.write(folder.resolve("health"), concat(QUICK_START, service, List.of("health")));
        return concat(List.of(java.toString(), "-XX:AOTCacheOutput=" + folder.resolve(CACHE)), options, service);
    }

    private static List<String> concat(List<String> first, List<String> second, List<String> third) {
        return Stream.of(first, second, third).flatMap(List::stream).toList();
    }
}
