package dev.comptoir.tests.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Each rule reports every change listed for it in {@code broken.txt} and {@code compose-broken.txt}. */
class RuleTest {
    private static final Pattern VARIABLE = Pattern.compile("/env/([A-Z_]+)");

    static List<Broken<Rule>> broken() {
        return Broken.list("broken.txt", Rule.class);
    }

    static List<Broken<ComposeRule>> composeBroken() {
        return Broken.list("compose-broken.txt", ComposeRule.class);
    }

    @ParameterizedTest
    @MethodSource
    void broken(Broken<Rule> broken) {
        Manifests manifests = Manifests.of("chain");
        String[] named = broken.document().split(" ", 2);
        JsonNode document = manifests.one(named[0], named[1]);
        broken.at(numbered(document, broken.place())).change(document);
        assertThat(broken.rule().faults(manifests)).anyMatch(fault -> fault.contains(broken.fault()));
    }

    private static String numbered(JsonNode document, String place) {
        List<String> names = Manifests.container(document).path("env").findValuesAsString("name");
        return VARIABLE.matcher(place.replaceFirst("^@", "/spec/template/spec/containers/0"))
                .replaceFirst(found -> "/env/" + names.indexOf(found.group(1)));
    }

    @ParameterizedTest
    @MethodSource
    void composeBroken(Broken<ComposeRule> broken) {
        Compose compose = Compose.withTls();
        broken.change(compose.document(broken.document()));
        assertThat(broken.rule().faults(compose)).anyMatch(fault -> fault.contains(broken.fault()));
    }

    @Test
    void everyRuleHasABreakingChange() {
        assertThat(broken().stream().map(Broken::rule).distinct()).containsExactlyInAnyOrder(Rule.values());
        assertThat(composeBroken().stream().map(Broken::rule).distinct())
                .containsExactlyInAnyOrder(ComposeRule.values());
    }
}
