package dev.comptoir.tools.bench;

import dev.comptoir.tools.client.ApiClient;
import dev.comptoir.tools.lab.data.Machine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;

/**
 * What a run of a benchmark measured, as it is stored in a file.
 *
 * @param bench its name on the command line
 * @param date of the run's begin, in UTC
 * @param commit that was measured
 * @param modified whether something outside {@code docs} differed from the commit
 * @param machine with its load before the run
 */
record BenchResult(String bench, String date, String commit, boolean modified, Machine machine, Object figures) {
    private static final Path PAGE = Path.of("docs", "benchmarks.md");

    /** What a run is measured on, read before it begins. */
    record Origin(String bench, String date, String commit, boolean modified, Machine machine) {
        static Origin of(String bench) throws IOException {
            return new Origin(
                    bench,
                    LocalDate.now(ZoneOffset.UTC).toString(),
                    git("rev-parse", "--short=10", "HEAD"),
                    !git("status", "--porcelain", "--", ".", ":!docs").isEmpty(),
                    Machine.here());
        }

        private static String git(String... arguments) throws IOException {
            ProcessBuilder git = new ProcessBuilder("git");
            git.command().addAll(Arrays.asList(arguments));
            Process process = git.start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        }

        /** For people: {@code 2026-11-28, commit 1cb0082aaa, AMD EPYC, 2 cores, load 0.10}. */
        String words() {
            return "%s, commit %s%s, %s, %d cores, load %.2f"
                    .formatted(
                            date,
                            commit,
                            modified ? " with changes" : "",
                            machine.processor(),
                            machine.cores(),
                            machine.load());
        }
    }

    static BenchResult of(Origin origin, Object figures) {
        return new BenchResult(
                origin.bench(), origin.date(), origin.commit(), origin.modified(), origin.machine(), figures);
    }

    /**
     * Stores the figures of a complete run in {@code docs/benchmarks}, and their table in {@code docs/benchmarks.md}; those of
     * a shortened run in {@code target}.
     */
    static void store(Origin origin, Object figures, String table, boolean isComplete) throws IOException {
        Path folder = isComplete ? Path.of("docs", "benchmarks") : Path.of("target", "benchmarks");
        Path file = Files.createDirectories(folder).resolve(origin.bench() + ".json");
        Files.writeString(file, ApiClient.pretty(of(origin, figures)) + "\n");
        if (isComplete) {
            String section = "Measured on %s; raw figures in [%s.json](benchmarks/%s.json).\n\n%s"
                    .formatted(origin.words(), origin.bench(), origin.bench(), table);
            Files.writeString(PAGE, replace(Files.readString(PAGE), origin.bench(), section));
        }
        System.out.println("Raw figures: " + file);
    }

    /** The page with another section, which stands between two comments with the benchmark's name. */
    static String replace(String page, String bench, String section) {
        String begin = "<!-- " + bench + " -->\n";
        String end = "<!-- end of " + bench + " -->";
        int from = page.indexOf(begin);
        int to = page.indexOf(end);
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("docs/benchmarks.md has no section " + bench);
        }
        return page.substring(0, from + begin.length()) + section.strip() + "\n" + page.substring(to);
    }
}
