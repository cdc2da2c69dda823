package dev.comptoir.tests.screens;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every text of the pages is in two catalogues with the same keys, and each key is used. */
class WordsTest {
    private static final List<String> SERVICES = List.of("store", "headoffice", "logistics");
    private static final Path RECEIPTS = Path.of("../../store/src/main/java/dev/comptoir/store/receipts");
    private static final Pattern LITERAL_IN_JAVA = Pattern.compile("\"([a-z]+(?:[.-][a-z]+)*)\"");
    private static final Pattern KEY_IN_JAVA = Pattern.compile("(?:text|detail|sum)\\(\\s*\"([a-z.-]*[a-z])\"");
    private static final Pattern REFUSAL = Pattern.compile("new ProblemType\\(\\s*\"([a-z0-9-]+)\"");

    /** The same in both languages. */
    private static final Set<String> NAMES = Set.of("Comptoir");

    private static Path web(String owner) {
        Path web = Path.of("../..", owner, "src/main/resources/dev/comptoir", owner, "web");
        return owner.equals("ui") ? web.resolve("shared") : web;
    }

    private static Catalogue french(String owner) {
        return Catalogue.read(web(owner), "fr");
    }

    private static Catalogue english(String owner) {
        return Catalogue.read(web(owner), "en");
    }

    /** The words of a service's pages: its own and the shared ones. */
    private static Set<String> sayable(String service) {
        Set<String> names = french("ui").names();
        names.addAll(french(service).names());
        return names;
    }

    @ParameterizedTest
    @ValueSource(strings = {"ui", "store", "headoffice", "logistics"})
    void bothLanguagesHaveTheSameKeysInAlphabeticalOrder(String owner) {
        assertThat(french(owner).keys()).isSorted().isEqualTo(english(owner).keys());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ui", "store", "headoffice", "logistics"})
    void bothLanguagesHaveTheSamePlaceholders(String owner) {
        assertThat(french(owner).placeholders()).isEqualTo(english(owner).placeholders());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ui", "store", "headoffice", "logistics"})
    void noWordIsEmpty(String owner) {
        assertThat(french(owner).words().values()).noneMatch(String::isBlank);
        assertThat(english(owner).words().values()).noneMatch(String::isBlank);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ui", "store", "headoffice", "logistics"})
    void everyPluralHasTwoForms(String owner) {
        for (Catalogue catalogue : List.of(french(owner), english(owner))) {
            assertThat(catalogue.halfPlurals()).isEmpty();
            assertThat(catalogue.keys())
                    .filteredOn(key -> catalogue.keys().contains(key + ".other")
                            && catalogue.keys().contains(key + ".one"))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"store", "headoffice", "logistics"})
    void everyKeyThatAPageUsesHasWords(String service) {
        Set<String> sayable = sayable(service);
        assertThat(Stream.of("ui", service).flatMap(owner -> Script.under(web(owner)).stream()))
                .allSatisfy(script -> {
                    assertThat(sayable).as(script.file().toString()).containsAll(script.keys());
                });
    }

    /** The receipt is a template in Java, with the words of the pages. */
    @Test
    void everyKeyOfTheReceiptHasWords() throws IOException {
        Set<String> keys = inJava(KEY_IN_JAVA);
        assertThat(keys).contains("receipt.thanks", "sum.total", "line.deposit");
        assertThat(french("store").names()).containsAll(keys);
    }

    private static Set<String> inJava(Pattern pattern) throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(RECEIPTS)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                pattern.matcher(Files.readString(file)).results().forEach(match -> found.add(match.group(1)));
            }
        }
        return found;
    }

    @ParameterizedTest
    @ValueSource(strings = {"store", "headoffice", "logistics"})
    void noWordsOfAServiceAreUnused(String service) throws IOException {
        Set<String> unused = unused(service, List.of("ui", service));
        unused.removeAll(inJava(LITERAL_IN_JAVA));
        assertThat(unused).isEmpty();
    }

    @Test
    void noSharedWordsAreUnused() {
        List<String> owners = Stream.concat(Stream.of("ui"), SERVICES.stream()).toList();
        assertThat(unused("ui", owners)).isEmpty();
    }

    private static Set<String> unused(String owner, List<String> readers) {
        List<Script> scripts = readers.stream()
                .flatMap(reader -> Script.under(web(reader)).stream())
                .toList();
        Set<String> literals =
                scripts.stream().flatMap(script -> script.literals().stream()).collect(Collectors.toSet());
        Set<String> prefixes =
                scripts.stream().flatMap(script -> script.prefixes().stream()).collect(Collectors.toSet());
        Set<String> names = french(owner).names();
        names.removeIf(name -> literals.contains(name) || prefixes.stream().anyMatch(name::startsWith));
        return names;
    }

    @ParameterizedTest
    @ValueSource(strings = {"ui", "store", "headoffice", "logistics"})
    void noTemplateContainsText(String owner) {
        assertThat(Script.under(web(owner)))
                .allSatisfy(script -> assertThat(script.looseWords())
                        .as(script.file().toString())
                        .filteredOn(word -> !NAMES.contains(word))
                        .isEmpty());
    }

    @Test
    void textInTemplatesIsFound() {
        Script script = new Script(Path.of("bad.js"), """
                // it's a comment
                const a = html`<p class="one two">${t('key')} Bonjour ${b ? html`<i>caché</i>` : `plain ${c}`}</p>`;
                const d = html`<input aria-label="Prix" title=${t('x')}>`.replace(/['"`/]/, '');
                """);
        assertThat(script.looseWords()).containsExactlyInAnyOrder("Bonjour", "caché", "Prix");
        assertThat(script.keys()).containsExactly("key", "x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"store", "headoffice", "logistics"})
    void everyRefusalOfAServiceHasWords(String service) throws IOException {
        Set<String> refusals = new TreeSet<>();
        for (String module : List.of("platform", "ui", service)) {
            try (Stream<Path> files = Files.walk(Path.of("../..", module, "src/main/java"))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    REFUSAL.matcher(Files.readString(file)).results().forEach(match -> refusals.add(match.group(1)));
                }
            }
        }
        assertThat(refusals).hasSizeGreaterThan(10);
        refusals.removeIf(word -> sayable(service).contains("problem." + word));
        assertThat(refusals).isEmpty();
    }
}
