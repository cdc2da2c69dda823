package dev.comptoir.tests.observability;

import dev.comptoir.platform.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The Grafana dashboards, read from their files. */
final class Dashboards {
    private static final Path FOLDER = Path.of("../../deploy/grafana/dashboards");

    private Dashboards() {}

    /** A panel with data; rows are not panels here. */
    record Panel(String board, JsonNode json) {
        String title() {
            return json.path("title").asString("");
        }

        List<String> queries() {
            return json.path("targets")
                    .valueStream()
                    .map(target -> target.path("expr").asString(""))
                    .toList();
        }

        @Override
        public String toString() {
            return board + " / " + title();
        }
    }

    static Stream<JsonNode> boards() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList().stream().map(Dashboards::read);
        }
    }

    private static JsonNode read(Path file) {
        try {
            return Json.read(Files.readString(file), JsonNode.class);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static List<Panel> panels() throws IOException {
        return boards().flatMap(board -> board.path("panels")
                        .valueStream()
                        .filter(panel -> !panel.path("type").asString("").equals("row"))
                        .map(panel -> new Panel(board.path("title").asString(""), panel)))
                .toList();
    }
}
