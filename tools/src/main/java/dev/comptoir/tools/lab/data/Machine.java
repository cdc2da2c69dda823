package dev.comptoir.tools.lab.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The machine of a run; figures of different machines cannot be compared.
 *
 * @param cores for all of it: services, database, load balancer and generator
 * @param load average of the minute before the run
 */
public record Machine(String processor, int cores, long memoryMegabytes, double load, String java) {

    public static Machine here() {
        return new Machine(
                after("/proc/cpuinfo", "model name").replaceFirst("^\\s*:\\s*", ""),
                Runtime.getRuntime().availableProcessors(),
                Long.parseLong(after("/proc/meminfo", "MemTotal:").replaceAll("[^0-9]", "")) / 1024,
                Double.parseDouble(read("/proc/loadavg").split(" ", 2)[0]),
                Runtime.version().toString());
    }

    /** Without the load average, to compare machines. */
    public Machine unloaded() {
        return new Machine(processor, cores, memoryMegabytes, 0, java);
    }

    private static String after(String file, String name) {
        return read(file)
                .lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip())
                .findFirst()
                .orElse("0");
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException failure) {
            throw new UncheckedIOException(file + " cannot be read: the lab needs Linux", failure);
        }
    }
}
