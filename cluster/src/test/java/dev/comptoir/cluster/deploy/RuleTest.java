package dev.comptoir.cluster.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Each rule is shown what breaks it, in {@code broken.txt}, and must say so. */
class RuleTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path LIST = Path.of("src/test/resources/dev/comptoir/cluster/deploy/broken.txt");
    private static final Pattern VARIABLE = Pattern.compile("/env/([A-Z_]+)");

    record Broken(Rule rule, String document, String place, String value, String fault) {}

    static Stream<Broken> broken() throws IOException {
        List<Broken> all = new ArrayList<>();
        String rule = "";
        for (String line : Files.readAllLines(LIST)) {
            if (line.startsWith("  ")) {
                String[] parts = line.strip().split("\\s*\\|\\s*", 4);
                String place = parts[1].replaceFirst("^@", "/spec/template/spec/containers/0");
                all.add(new Broken(Rule.valueOf(rule), parts[0], place, parts[2], parts[3]));
            } else if (!line.startsWith("#")) {
                rule = line;
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource
    void broken(Broken broken) {
        Manifests manifests = Manifests.of("chain");
        String[] document = broken.document().split(" ", 2);
        change(manifests.one(document[0], document[1]), broken.place(), broken.value());
        assertThat(broken.rule().faults(manifests)).anyMatch(fault -> fault.contains(broken.fault()));
    }

    private static void change(JsonNode document, String place, String value) {
        JsonPointer pointer = JsonPointer.compile(numbered(document, place));
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

    private static String numbered(JsonNode document, String place) {
        List<String> names = Manifests.container(document).path("env").findValuesAsString("name");
        return VARIABLE.matcher(place).replaceFirst(found -> "/env/" + names.indexOf(found.group(1)));
    }

    @Test
    void noRuleIsLeftOut() throws IOException {
        assertThat(broken().map(Broken::rule).distinct()).containsExactlyInAnyOrder(Rule.values());
    }
}
