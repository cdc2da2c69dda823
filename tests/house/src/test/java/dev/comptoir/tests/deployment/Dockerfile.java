package dev.comptoir.tests.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The stages that make images. */
record Dockerfile(List<Stage> stages) {
    private static final Path FILE = Path.of("../../Dockerfile");
    private static final Pattern STAGE = Pattern.compile("(?ms)^FROM (\\S+)(?: AS (\\S+))?$(.*?)(?=^FROM |\\z)");
    private static final Pattern VERSION = Pattern.compile("image\\.version=\"([^\"]*)\"");

    /** @param name empty for the last one, which has none */
    record Stage(String name, String base, String text) {

        /** Empty when it names none. */
        String user() {
            return last("USER ", "");
        }

        boolean hasHealthCheck() {
            return !last("HEALTHCHECK ", "NONE").equals("NONE");
        }

        private String last(String instruction, String otherwise) {
            return text.lines()
                    .filter(line -> line.startsWith(instruction))
                    .map(line -> line.substring(instruction.length()).strip())
                    .reduce(otherwise, (before, after) -> after);
        }

        /** The version in its label, or empty. */
        String version() {
            Matcher label = VERSION.matcher(text);
            return label.find() ? label.group(1) : "";
        }
    }

    static Dockerfile ours() {
        try {
            return of(Files.readString(FILE));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static Dockerfile of(String text) {
        return new Dockerfile(STAGE.matcher(text)
                .results()
                .map(from -> new Stage(from.group(2) == null ? "" : from.group(2), from.group(1), from.group(3)))
                .toList());
    }

    /**
     * @param name empty for the last one
     * @throws IllegalStateException when there is none
     */
    Stage stage(String name) {
        return stages.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no stage " + name));
    }

    /** The images of others that it starts from. */
    List<String> bases() {
        List<String> own = stages.stream().map(Stage::name).toList();
        return stages.stream()
                .map(Stage::base)
                .filter(base -> !own.contains(base))
                .distinct()
                .toList();
    }
}
