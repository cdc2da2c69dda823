package dev.comptoir.tests.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The stages that make images. */
record Dockerfile(List<Stage> stages) {
    private static final Path FILE = Path.of("../../Dockerfile");
    private static final Pattern FROM = Pattern.compile("FROM (\\S+)(?: AS (\\S+))?");
    private static final Pattern VERSION = Pattern.compile("image\\.version=\"([^\"]*)\"");

    /** @param name empty for the last one, which has none */
    record Stage(String name, String base, List<String> lines) {

        /** Who runs what is in it. */
        String user() {
            return output("USER ").reduce("", (before, last) -> last);
        }

        boolean hasHealthCheck() {
            return output("HEALTHCHECK ").noneMatch("NONE"::equals)
                    && output("HEALTHCHECK ").findAny().isPresent();
        }

        private Stream<String> output(String instruction) {
            return lines.stream()
                    .filter(line -> line.startsWith(instruction))
                    .map(line -> line.substring(instruction.length()).strip());
        }

        /** The label that definition the version. */
        String version() {
            return VERSION.matcher(String.join("\n", lines))
                    .results()
                    .map((MatchResult found) -> found.group(1))
                    .findFirst()
                    .orElse("");
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
        return new Dockerfile(Pattern.compile("^(?=FROM )", Pattern.MULTILINE)
                .splitAsStream(text)
                .filter(part -> part.startsWith("FROM "))
                .map(Dockerfile::parsed)
                .toList());
    }

    private static Stage parsed(String text) {
        List<String> lines = text.lines().toList();
        return FROM.matcher(lines.getFirst())
                .results()
                .map((MatchResult from) -> new Stage(from.group(2) == null ? "" : from.group(2), from.group(1), lines))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(lines.getFirst() + " is not understood"));
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
