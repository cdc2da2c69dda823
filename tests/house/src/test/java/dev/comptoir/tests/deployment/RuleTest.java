package dev.comptoir.tests.deployment;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Each rule reports every change listed for it in {@code broken.txt} and {@code compose-broken.txt}. */
class RuleTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern VARIABLE = Pattern.compile("/env/([A-Z_]+)");

    static List<Row> broken() {
        return Row.read("broken.txt");
    }

    static List<Row> composeBroken() {
        return Row.read("compose-broken.txt");
    }

    @ParameterizedTest
    @MethodSource
    void broken(Row change) {
        Manifests manifests = Manifests.of("chain");
        String[] named = change.documents().split(" ", 2);
        JsonNode document = manifests.one(named[0], named[1]);
        apply(change, numbered(document, change.place()), document);
        assertThat(KubernetesRule.valueOf(change.rule()).faults(manifests))
                .anyMatch(fault -> fault.contains(change.fault()));
    }

    private static String numbered(JsonNode document, String place) {
        List<String> names = Manifests.container(document).path("env").findValuesAsString("name");
        return VARIABLE.matcher(place.replaceFirst("^@", "/spec/template/spec/containers/0"))
                .replaceFirst(found -> "/env/" + names.indexOf(found.group(1)));
    }

    @ParameterizedTest
    @MethodSource
    void composeBroken(Row change) {
        Compose compose = Compose.withTls();
        apply(change, change.place(), compose.document(change.documents()));
        assertThat(ComposeRule.valueOf(change.rule()).faults(compose))
                .anyMatch(fault -> fault.contains(change.fault()));
    }

    private static void apply(Row change, String place, JsonNode document) {
        String value = change.value();
        JsonPointer pointer = JsonPointer.compile(place);
        String last = pointer.last().getMatchingProperty();
        switch (document.at(pointer.head())) {
            case ObjectNode fields
            when value.isEmpty() -> assertThat(fields.remove(last)).as(place).isNotNull();
            case ObjectNode fields -> fields.set(last, JSON.readTree(value));
            case ArrayNode list when last.equals("-") -> list.add(JSON.readTree(value));
            case ArrayNode list when value.isEmpty() -> list.remove(Integer.parseInt(last));
            case ArrayNode list -> list.set(Integer.parseInt(last), JSON.readTree(value));
            default -> throw new IllegalStateException("there is no " + place);
        }
    }

    @Test
    void everyRuleHasABreakingChange() {
        assertThat(broken().stream().map(Row::rule).distinct())
                .containsExactlyInAnyOrderElementsOf(names(KubernetesRule.values()));
        assertThat(composeBroken().stream().map(Row::rule).distinct())
                .containsExactlyInAnyOrderElementsOf(names(ComposeRule.values()));
    }

    @Test
    void everyRowOfATableBelongsToARule() {
        assertThat(Row.read("kubernetes-rules.txt")).extracting(Row::rule).isSubsetOf(names(KubernetesRule.values()));
        assertThat(Row.read("compose-rules.txt")).extracting(Row::rule).isSubsetOf(names(ComposeRule.values()));
    }

    private static List<String> names(Enum<?>... rules) {
        return Stream.of(rules).map(Enum::name).toList();
    }
}
