package dev.comptoir.tests.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.testing.TestHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documentation lists the rules of every service, and what incremental runs read for each. */
class ReconciliationRulesTest {
    private static final Map<String, String> READING = Map.of("all", "all rows", "new", "new rows", "none", "nothing");

    @Test
    void theDocumentationHasTheRulesOfEveryService() throws IOException {
        try (ChainWorld world = new ChainWorld()) {
            List<String> rules = Stream.of(world.manager("S1"), world.headOffice(), world.warehouseManager())
                    .flatMap(ReconciliationRulesTest::rules)
                    .toList();
            String page = Files.readString(Path.of("../../docs/operations.md"));
            String section = page.split("(?m)^## Reconciliation$", -1)[1].split("(?m)^## ", -1)[0];
            assertThat(section.lines().filter(line -> line.startsWith("| ") && !line.startsWith("| rule of ")))
                    .containsExactlyElementsOf(rules);
        }
    }

    private static Stream<String> rules(TestHttp manager) {
        return manager.get("/reconciliation")
                .expect(200)
                .path("checks")
                .valueStream()
                .map(check -> "| %s | %s |"
                        .formatted(
                                check.path("name").asString(),
                                READING.get(check.path("incremental").asString())));
    }
}
