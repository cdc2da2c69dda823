package dev.comptoir.tools.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The report that is kept, and the data that it is made from. */
class ReportTest {
    private static final Path KEPT = Path.of("../docs/lab");
    private static final Pattern PLACE = Pattern.compile("\\{[0-9]}");

    @Test
    void everyFigureOfTheKeptReportComesFromTheKeptData() throws IOException {
        Map<String, String> made = Report.of(KEPT.resolve("data"));
        assertThat(made).containsKeys("report.md", "rapport.md", "report.html");
        for (Map.Entry<String, String> file : made.entrySet()) {
            assertThat(KEPT.resolve(file.getKey())).hasContent(file.getValue());
        }
        try (var graphs = Files.list(KEPT.resolve("graphs"))) {
            assertThat(graphs.map(graph -> "graphs/" + graph.getFileName())).allMatch(made::containsKey);
        }
    }

    @Test
    void theDataThatIsKeptIsSmall() throws IOException {
        try (var files = Files.list(KEPT.resolve("data"))) {
            assertThat(files.mapToLong(file -> file.toFile().length()).sum()).isLessThan(1_500_000);
        }
    }

    @Test
    void bothLanguagesSayTheSameWithTheSameFigures() {
        Properties english = catalogue("en");
        Properties french = catalogue("fr");
        assertThat(french.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        for (String key : english.stringPropertyNames()) {
            assertThat(places(french.getProperty(key))).as(key).isEqualTo(places(english.getProperty(key)));
        }
    }

    @Test
    void numbersAreWrittenAsEachLanguageDoes() {
        assertThat(Words.in("en").number(1234.5)).isEqualTo("1,234");
        assertThat(Words.in("en").number(0.125)).isEqualTo("0.12");
        assertThat(Words.in("fr").number(12.34)).isEqualTo("12,3");
        assertThat(Words.in("fr").number(Double.NaN)).isEqualTo("–");
        assertThat(Words.in("en").spread(List.of(3.0, 1.0, 2.0))).isEqualTo("2 (1–3)");
    }

    @Test
    void thePageNeedsNothingElse() {
        String page = Report.of(KEPT.resolve("data")).get("report.html");
        assertThat(page).doesNotContain("http-equiv", "<script", "<link", "src=", "url(", "@import");
        assertThat(page).contains("prefers-color-scheme:dark", "@media print", "lang=\"fr\"", "lang=\"en\"");
    }

    private static Set<String> places(String text) {
        return PLACE.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Properties catalogue(String language) {
        Properties texts = new Properties();
        try (Reader reader = new InputStreamReader(
                ReportTest.class.getResourceAsStream("words_" + language + ".properties"), StandardCharsets.UTF_8)) {
            texts.load(reader);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return texts;
    }
}
