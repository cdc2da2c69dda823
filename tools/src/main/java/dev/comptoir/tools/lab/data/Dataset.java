package dev.comptoir.tools.lab.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** The measurements of one experiment: a file with a line on the run, and one for each measurement. */
public record Dataset(Head head, List<Window> windows) {
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * What the measurements have in common.
     *
     * @param pace of the run: {@code full} or {@code quick}
     * @param sales stored before the first measurement
     * @param begun when the experiment began, in UTC
     */
    public record Head(String experiment, String pace, String begun, int sales, Machine machine) {}

    private static Path file(Path folder, String experiment) {
        return folder.resolve(experiment + ".jsonl");
    }

    /** @return empty when the folder has no measurement of the experiment */
    public static Optional<Dataset> read(Path folder, String experiment) {
        Path file = file(folder, experiment);
        try {
            List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
            return lines.size() < 2
                    ? Optional.empty()
                    : Optional.of(new Dataset(
                            JSON.readValue(lines.getFirst(), Head.class),
                            lines.stream()
                                    .skip(1)
                                    .map(line -> JSON.readValue(line, Window.class))
                                    .toList()));
        } catch (IOException failure) {
            throw new UncheckedIOException(file + " cannot be read", failure);
        }
    }

    /**
     * Writes each measurement at once into {@code <experiment>.jsonl.part}, which replaces an earlier file when the experiment
     * is complete. An interrupted run leaves the earlier file as it was.
     */
    public static final class Writer {
        private final Path file;
        private final Path part;

        private Writer(Path file) {
            this.file = file;
            this.part = file.resolveSibling(file.getFileName() + ".part");
        }

        public static Writer begin(Path folder, Head head) {
            Writer writer = new Writer(file(folder, head.experiment()));
            try {
                Files.createDirectories(folder);
                Files.deleteIfExists(writer.part);
            } catch (IOException failure) {
                throw new UncheckedIOException(folder + " cannot be written", failure);
            }
            writer.add(JSON.writeValueAsString(head));
            return writer;
        }

        public void add(Window window) {
            add(JSON.writeValueAsString(window));
        }

        private void add(String line) {
            try {
                Files.writeString(part, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException failure) {
                throw new UncheckedIOException(part + " cannot be written", failure);
            }
        }

        /** The experiment is complete. */
        public void finish() {
            try {
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException failure) {
                throw new UncheckedIOException(file + " cannot be written", failure);
            }
        }
    }

    public int repetitions() {
        return windows.stream().mapToInt(Window::repetition).max().orElse(0);
    }

    /** The values that a property of the variants has, in order of their first measurement. */
    public List<String> values(String name) {
        return windows.stream().map(window -> window.variant(name)).distinct().collect(Collectors.toList());
    }
}
