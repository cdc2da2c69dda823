package dev.comptoir.lab.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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

    /** Where measurements are written as soon as they were made: an interrupted run keeps them. */
    public static final class Pen {
        private final @Nullable Path file;

        private Pen(@Nullable Path file) {
            this.file = file;
        }

        /** Writes nothing. */
        public static Pen none() {
            return new Pen(null);
        }

        /** Begins a new file in the place of an earlier one. */
        public static Pen begin(Path folder, Head head) {
            Path file = file(folder, head.experiment());
            try {
                Files.createDirectories(folder);
                Files.deleteIfExists(file);
            } catch (IOException failure) {
                throw new UncheckedIOException(folder + " cannot be written", failure);
            }
            Pen pen = new Pen(file);
            pen.add(JSON.writeValueAsString(head));
            return pen;
        }

        public void add(Window window) {
            add(JSON.writeValueAsString(window));
        }

        private void add(String line) {
            if (file == null) {
                return;
            }
            try {
                Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
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
