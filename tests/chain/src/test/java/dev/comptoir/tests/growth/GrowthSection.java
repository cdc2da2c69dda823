package dev.comptoir.tests.growth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The section Growth of docs/operations.md: one table for the platform and one for each service. */
final class GrowthSection {
    private GrowthSection() {}

    /**
     * The documented size of a table.
     *
     * @param rows of a chain of 1,000 stores: what a year adds if they are kept, all others at any moment
     * @param bytes of each, with its share of the indexes
     */
    record Row(String table, long rows, long bytes, double gigabytes, String rule) {
        /** Half a unit of the last digit that the page shows. */
        double tolerance() {
            return gigabytes >= 10 ? 0.51 : 0.051;
        }
    }

    /** @param owner {@code the platform} or a service, as the heading above the table has it */
    static List<Row> rows(String owner) {
        return text().split("(?m)^### Tables of " + owner + "$", -1)[1]
                .split("(?m)^##", -1)[0]
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(GrowthSection::row)
                .toList();
    }

    private static Row row(String line) {
        List<String> cells =
                Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
        return new Row(
                cells.get(1).replace("`", ""),
                Long.parseLong(cells.get(2).replace(",", "")),
                Long.parseLong(cells.get(3).replace(",", "")),
                Double.parseDouble(cells.get(4)),
                cells.get(6));
    }

    private static String text() {
        try {
            return Files.readString(Path.of("../../docs/operations.md"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
