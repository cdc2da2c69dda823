package dev.comptoir.tests.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An indented row of a table, below the name of its rule: {@code documents | place | value | fault}.
 *
 * @param place a JSON pointer
 */
record Row(String rule, String documents, String place, String value, String fault) {
    private static final Path FOLDER = Path.of("src/test/resources/dev/comptoir/tests/deployment");

    static List<Row> read(String table) {
        List<Row> rows = new ArrayList<>();
        String rule = "";
        for (String line : lines(table)) {
            if (line.startsWith("  ")) {
                String[] cells = line.strip().split("\\s*(?<=\\s)\\|(?=\\s)\\s*", 4);
                rows.add(new Row(rule, cells[0], cells[1], cells[2], cells[3]));
            } else {
                rule = line;
            }
        }
        return rows;
    }

    /** Without comments. */
    static List<String> lines(String table) {
        try {
            return Files.readAllLines(FOLDER.resolve(table)).stream()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
