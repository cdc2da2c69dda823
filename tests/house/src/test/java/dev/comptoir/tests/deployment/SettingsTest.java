package dev.comptoir.tests.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/SETTINGS.md documents the variables that the services read, and no others. */
class SettingsTest {
    private static final Pattern EXPLAINED = Pattern.compile("`((?:COMPTOIR|OTEL)_[A-Z_]+)`");

    @Test
    void everyVariableThatIsReadIsDocumentedAndNoOther() throws IOException {
        Set<String> read = new TreeSet<>();
        Settings.SERVICES.forEach(service -> read.addAll(Settings.variables(service)));
        Set<String> explained = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("../../docs/SETTINGS.md"))) {
            Matcher names = EXPLAINED.matcher(line.startsWith("| `") ? line.split("\\|", 3)[1] : "");
            names.results().forEach(found -> explained.add(found.group(1)));
        }
        assertThat(explained).hasSizeGreaterThan(20).isEqualTo(read);
    }
}
