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

/** All that one experiment measured: a file with a line for what it stands on, and one for each measurement. */
public record Dataset(Head head, List<Window> windows) {
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * What the measurements have in common.
     *
     * @param pace how much time it took: {@code full} or {@code quick}
     * @param sales how many were stored before the first measurement
     * @param begun when the experiment began, in UTC
     */
    public record Head(String experiment, String pace, String begun, int sales, Machine machine) {}

    private static Path file(Path folder, String experiment) {
        return folder.resolve(experiment + ".jsonl");
    }

    /** @return nothing when the experiment left no measurement there */
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
     * Writes each measurement as soon as it was made, into a file of its own; at the end this takes the place of an earlier
     * one. An interrupted run leaves {@code <experiment>.jsonl.part}, and the earlier data as they were.
     */
    public static final class Pen {
        private final Path file;
        private final Path part;

        private Pen(Path file) {
            this.file = file;
            this.part = file.resolveSibling(file.getFileName() + ".part");
        }

        public static Pen begin(Path folder, Head head) {
            Pen pen = new Pen(file(folder, head.experiment()));
            try {
                Files.createDirectories(folder);
                Files.deleteIfExists(pen.part);
            } catch (IOException failure) {
                throw new UncheckedIOException(folder + " cannot be written", failure);
            }
            pen.add(JSON.writeValueAsString(head));
            return pen;
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

        /** From now on this is the data. */
        public void finish() {
            try {
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException failure) {
                throw new UncheckedIOException(file + " cannot be written", failure);
            }
        }
    }

    public int rounds() {
        return windows.stream().mapToInt(Window::round).max().orElse(0);
    }

    /** The values of an arm, in the order in which they came first. */
    public List<String> values(String arm) {
        return windows.stream().map(window -> window.arm(arm)).distinct().collect(Collectors.toList());
    }
}
