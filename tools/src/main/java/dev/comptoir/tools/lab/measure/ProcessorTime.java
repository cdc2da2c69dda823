package dev.comptoir.tools.lab.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Seconds of processor time, user and system, as Linux counts them in {@code /proc} (proc(5), {@code /proc/pid/stat}); 0 for
 * a process that has ended.
 */
public final class ProcessorTime {
    /** Linux counts in hundredths of a second. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int[] OWN = {13, 14};
    private static final int[] OWN_AND_ENDED_CHILDREN = {13, 14, 15, 16};

    private ProcessorTime() {}

    public static double of(long pid) {
        return read(Path.of("/proc", Long.toString(pid), "stat"), OWN);
    }

    /** A process and its children, those that have ended included. */
    public static double withChildren(long pid) {
        double children = children(pid).mapToDouble(child -> of(child.pid())).sum();
        return children + read(Path.of("/proc", Long.toString(pid), "stat"), OWN_AND_ENDED_CHILDREN);
    }

    /**
     * The children of a process, in groups.
     *
     * @param group of a child, by its command line
     */
    public static Map<String, Double> ofChildren(long pid, Function<String, String> group) {
        Map<String, Double> seconds = new TreeMap<>();
        children(pid)
                .forEach(child -> seconds.merge(
                        group.apply(read(Path.of("/proc", Long.toString(child.pid()), "cmdline"))),
                        of(child.pid()),
                        Double::sum));
        return seconds;
    }

    /**
     * The threads of a process, in groups.
     *
     * @param group of a thread, by its name
     */
    public static Map<String, Double> ofThreads(long pid, Function<String, String> group) {
        Map<String, Double> seconds = new TreeMap<>();
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            threads.forEach(thread -> seconds.merge(
                    group.apply(read(thread.resolve("comm")).strip()), read(thread.resolve("stat"), OWN), Double::sum));
        } catch (IOException ended) {
            return Map.of();
        }
        return seconds;
    }

    /** All but idle time, of all cores. */
    public static double ofMachine() {
        double[] ticks = Stream.of(read(Path.of("/proc/stat"))
                        .lines()
                        .findFirst()
                        .orElse("cpu 0 0 0 0 0")
                        .split(" +", -1))
                .skip(1)
                .limit(8)
                .mapToDouble(Double::parseDouble)
                .toArray();
        return (DoubleStream.of(ticks).sum() - ticks[3] - ticks[4]) / TICKS_PER_SECOND;
    }

    private static Stream<ProcessHandle> children(long pid) {
        return ProcessHandle.of(pid).stream().flatMap(ProcessHandle::children);
    }

    /** @param fields of the file, from 0; the name, which may contain spaces, counts as one */
    private static double read(Path stat, int... fields) {
        String[] parts = read(stat).replaceFirst("^.*\\) ", "x x ").split(" ", -1);
        double ticks = 0;
        for (int field : fields) {
            ticks += parts.length > field ? Double.parseDouble(parts[field]) : 0;
        }
        return ticks / TICKS_PER_SECOND;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException ended) {
            return "";
        }
    }
}
