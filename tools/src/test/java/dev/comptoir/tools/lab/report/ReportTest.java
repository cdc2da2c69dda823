package dev.comptoir.tools.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
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
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** The report of a sample of measurements, and the published report. */
class ReportTest {
    private static final Path SAMPLE = Path.of("src/test/resources/dev/comptoir/tools/lab/report");
    private static final Path PUBLISHED = Path.of("../docs/lab");
    private static final long MOST_PUBLISHED_BYTES = 200_000;
    private static final Pattern PLACE = Pattern.compile("\\{[0-9]}");
    private static final Pattern IMAGE = Pattern.compile("graphs/[a-z0-9-]+\\.png");

    private final Report report = Report.of(SAMPLE.resolve("data"));
    private final Map<String, String> texts = report.texts();

    @Test
    void everyFigureOfTheReportComesFromTheData() {
        assertThat(texts).containsKeys("report.md", "rapport.md", "report.html", "rapport.html");
        for (String expected : List.of("report.md", "rapport.md")) {
            assertThat(SAMPLE.resolve(expected)).hasContent(texts.get(expected));
        }
    }

    @Test
    void everyLanguageShowsEveryGraph() throws IOException {
        Set<String> graphs = report.graphs().keySet();
        assertThat(graphs).hasSize(6);
        assertThat(texts.values()).allSatisfy(text -> assertThat(images(text)).isEqualTo(graphs));
        for (byte[] graph : report.graphs().values()) {
            assertThat(ImageIO.read(new ByteArrayInputStream(graph)).getWidth()).isEqualTo(720);
        }
    }

    @Test
    void thePagesNeedNoOtherServer() {
        for (String page : List.of("report.html", "rapport.html")) {
            assertThat(texts.get(page))
                    .doesNotContain("http-equiv", "<script", "<link", "url(", "@import", "src=\"http");
            assertThat(texts.get(page)).contains("color-scheme:light dark", "@media print", "<table>", "<h2>");
        }
        assertThat(texts.get("rapport.html")).contains("lang=\"fr\"");
    }

    @Test
    void thePublishedReportIsSmallAndComplete() throws IOException {
        try (var files = Files.walk(PUBLISHED)) {
            assertThat(files.mapToLong(file -> file.toFile().length()).sum()).isLessThan(MOST_PUBLISHED_BYTES);
        }
        for (Words words : Words.ALL) {
            String text = Files.readString(PUBLISHED.resolve(words.text("file") + ".md"));
            assertThat(images(text)).isNotEmpty().allMatch(image -> Files.exists(PUBLISHED.resolve(image)));
            assertThat(text).contains("## 1.", "## 2.", "## 3.", "## 4.", "## 5.", "## 6.");
        }
    }

    @Test
    void bothLanguagesHaveTheSameTextsWithTheSameFigures() {
        Properties english = catalogue("en");
        Properties french = catalogue("fr");
        assertThat(french.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        for (String key : english.stringPropertyNames()) {
            assertThat(places(french.getProperty(key))).as(key).isEqualTo(places(english.getProperty(key)));
        }
    }

    @Test
    void numbersHaveTheFormatOfTheLanguage() {
        assertThat(Words.in("en").number(1234.5)).isEqualTo("1,234");
        assertThat(Words.in("en").number(0.125)).isEqualTo("0.12");
        assertThat(Words.in("fr").number(12.34)).isEqualTo("12,3");
        assertThat(Words.in("fr").number(Double.NaN)).isEqualTo("–");
        assertThat(Words.in("en").spread(List.of(3.0, 1.0, 2.0))).isEqualTo("2 (1–3)");
    }

    private static Set<String> images(String text) {
        return IMAGE.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
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
