package dev.comptoir.tests.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A change that breaks a rule, as listed in a file.
 *
 * @param document what is changed
 * @param place a JSON pointer within it
 * @param value JSON, or empty to remove the place
 * @param fault part of the sentence that the rule then reports
 */
record Broken<R extends Enum<R>>(R rule, String document, String place, String value, String fault) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path LISTS = Path.of("src/test/resources/dev/comptoir/tests/deployment");

    static <R extends Enum<R>> List<Broken<R>> list(String name, Class<R> rules) {
        List<Broken<R>> all = new ArrayList<>();
        String rule = "";
        for (String line : lines(LISTS.resolve(name))) {
            if (line.startsWith("  ")) {
                String[] parts = line.strip().split("\\s*\\|\\s*", 4);
                all.add(new Broken<>(Enum.valueOf(rules, rule), parts[0], parts[1], parts[2], parts[3]));
            } else if (!line.startsWith("#")) {
                rule = line;
            }
        }
        return all;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    void change(JsonNode document) {
        JsonPointer pointer = JsonPointer.compile(place);
        JsonNode around = document.at(pointer.head());
        String last = pointer.last().getMatchingProperty();
        if (around instanceof ObjectNode fields) {
            if (value.isEmpty()) {
                assertThat(fields.remove(last)).as(place).isNotNull();
            } else {
                fields.set(last, JSON.readTree(value));
            }
        } else if (last.equals("-")) {
            ((ArrayNode) around).add(JSON.readTree(value));
        } else if (value.isEmpty()) {
            ((ArrayNode) around).remove(Integer.parseInt(last));
        } else {
            ((ArrayNode) around).set(Integer.parseInt(last), JSON.readTree(value));
        }
    }

    Broken<R> at(String otherPlace) {
        return new Broken<>(rule, document, otherPlace, value, fault);
    }
}
