package dev.comptoir.tests.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The figures in docs/benchmarks.md are those of the raw files beside it. */
class BenchmarksTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern SECTION = Pattern.compile("(?s)<!-- (\\w+) -->\n(.*?)<!-- end of \\1 -->");
    private static final String UNMEASURED = "Not measured yet.";

    @Test
    void eachSectionNamesTheDateAndTheCommitOfItsRawFigures() throws IOException {
        assertThat(faults(Path.of("../../docs"))).isEmpty();
    }

    @Test
    void thePageHasASectionOfEachBenchmarkThatWritesOne() throws IOException {
        assertThat(SECTION.matcher(Files.readString(Path.of("../../docs/benchmarks.md")))
                        .results()
                        .map(section -> section.group(1)))
                .containsExactly("sales", "cost", "scale");
    }

    @Test
    void figuresOfAnotherRunAndFiguresWithoutAFileAreFound(@TempDir Path docs) throws IOException {
        Files.createDirectory(docs.resolve("benchmarks"));
        Files.writeString(docs.resolve("benchmarks/cost.json"), """
                {"bench": "cost", "date": "2026-11-29", "commit": "0123456789", "modified": false}""");
        Files.writeString(docs.resolve("benchmarks/scale.json"), """
                {"bench": "scale", "date": "2026-11-29", "commit": "0123456789", "modified": true}""");
        Files.writeString(docs.resolve("benchmarks.md"), """
                <!-- sales -->
                Measured on 2026-11-29, commit 0123456789
                <!-- end of sales -->
                <!-- cost -->
                Measured on 2026-11-28, commit 9876543210
                <!-- end of cost -->
                <!-- scale -->
                Measured on 2026-11-29, commit 0123456789
                <!-- end of scale -->
                """);
        assertThat(faults(docs))
                .containsExactly(
                        "sales: no raw figures",
                        "cost: not of 2026-11-29",
                        "cost: not of commit 0123456789",
                        "scale: measured with changes that no commit has");
    }

    private static List<String> faults(Path docs) throws IOException {
        List<String> faults = new ArrayList<>();
        String page = Files.readString(docs.resolve("benchmarks.md"));
        for (MatchResult section : SECTION.matcher(page).results().toList()) {
            Path file = docs.resolve("benchmarks/" + section.group(1) + ".json");
            if (Files.exists(file)) {
                faults.addAll(faults(section.group(1), section.group(2), JSON.readTree(Files.readString(file))));
            } else if (!section.group(2).strip().equals(UNMEASURED)) {
                faults.add(section.group(1) + ": no raw figures");
            }
        }
        return faults;
    }

    private static List<String> faults(String bench, String section, JsonNode raw) {
        List<String> faults = new ArrayList<>();
        String date = raw.path("date").asString();
        String commit = raw.path("commit").asString();
        if (!section.contains("Measured on " + date)) {
            faults.add(bench + ": not of " + date);
        }
        if (!section.contains("commit " + commit)) {
            faults.add(bench + ": not of commit " + commit);
        }
        if (raw.path("modified").asBoolean()) {
            faults.add(bench + ": measured with changes that no commit has");
        }
        return faults;
    }
}
