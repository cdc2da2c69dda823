package dev.comptoir.headoffice.catalogue;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.Thresholds;
import dev.comptoir.platform.http.Csv;
import dev.comptoir.platform.http.Refused;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Products as a CSV file: {@code sku, barcode, name, description, category, price, low, high}, in the order of the
 * header. An absent column leaves its values unchanged. Separated by commas or semicolons; prices with a point or a
 * comma.
 */
final class ProductFile {
    static final int LINES_LIMIT = 5_000;
    private static final List<String> COLUMNS =
            List.of("sku", "barcode", "name", "description", "category", "price", "low", "high");
    private static final Pattern PRICE = Pattern.compile("([0-9]{1,8})(?:[.,]([0-9]{1,2}))?");
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");

    private ProductFile() {}

    /** One line of the file. */
    sealed interface Line {}

    /** @param number of the line in the file, from 1, the header included */
    record Read(int number, String sku, Cells cells) implements Line {}

    /** @param reason in one word: {@code wrong-price} */
    record Unreadable(int number, String sku, String reason) implements Line {}

    /** The values of a line; absent where the file lacks the column. */
    record Cells(
            @Nullable String barcode,
            @Nullable String name,
            @Nullable String description,
            @Nullable String category,
            @Nullable Money price,
            @Nullable Integer low,
            @Nullable Integer high) {

        /** The barcode that the product gets; absent as well when the cell is empty, which removes a barcode. */
        @Nullable String newBarcode() {
            return barcode == null || barcode.isEmpty() ? null : barcode;
        }

        /** The thresholds of this line, completed with those of {@code before}; absent when the line has none. */
        @Nullable Thresholds thresholds(Thresholds before) {
            return low == null && high == null
                    ? null
                    : new Thresholds(low == null ? before.low() : low, high == null ? before.high() : high);
        }
    }

    /** @throws Refused when the text is not a CSV file of products */
    static List<Line> read(String text) {
        String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        List<Line> lines = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> records = reader(plain)) {
            for (NamedCsvRecord record : records) {
                if (lines.isEmpty()) {
                    checkHeader(record.getHeader());
                }
                if (lines.size() == LINES_LIMIT) {
                    throw Refused.invalid("a file has at most " + LINES_LIMIT + " products");
                }
                lines.add(read(record));
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } catch (CsvParseException malformed) {
            throw Refused.invalid("the file is not valid CSV: " + malformed.getMessage());
        }
        if (lines.isEmpty()) {
            throw Refused.invalid("the file has no products");
        }
        return lines;
    }

    private static CsvReader<NamedCsvRecord> reader(String text) {
        String header = text.lines().findFirst().orElse("");
        return CsvReader.builder()
                .fieldSeparator(header.indexOf(';') >= 0 ? ';' : ',')
                .skipEmptyLines(true)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofNamedCsvRecord(text);
    }

    private static void checkHeader(List<String> header) {
        List<String> names = header.stream().map(ProductFile::column).toList();
        if (!names.contains("sku")
                || !Set.copyOf(COLUMNS).containsAll(names)
                || Set.copyOf(names).size() < names.size()) {
            throw Refused.invalid("the first line names the columns, sku among them: " + String.join(", ", COLUMNS));
        }
    }

    private static String column(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    private static Line read(NamedCsvRecord record) {
        int number = Math.toIntExact(record.getStartingLineNumber());
        String sku = cell(record, "sku").orElse("").strip().toUpperCase(Locale.ROOT);
        if (record.getFieldCount() != record.getHeader().size()) {
            return new Unreadable(number, sku, "wrong-cells");
        }
        Optional<Money> price = cell(record, "price").flatMap(ProductFile::price);
        if (cell(record, "price").isPresent() && price.isEmpty()) {
            return new Unreadable(number, sku, "wrong-price");
        }
        Optional<Integer> low = cell(record, "low").flatMap(ProductFile::count);
        Optional<Integer> high = cell(record, "high").flatMap(ProductFile::count);
        if ((cell(record, "low").isPresent() && low.isEmpty())
                || (cell(record, "high").isPresent() && high.isEmpty())) {
            return new Unreadable(number, sku, "wrong-thresholds");
        }
        return new Read(number, sku, cells(record, price, low, high));
    }

    private static Cells cells(
            NamedCsvRecord record, Optional<Money> price, Optional<Integer> low, Optional<Integer> high) {
        return new Cells(
                cell(record, "barcode").map(String::strip).orElse(null),
                cell(record, "name").orElse(null),
                cell(record, "description").orElse(null),
                cell(record, "category").orElse(null),
                price.orElse(null),
                low.orElse(null),
                high.orElse(null));
    }

    private static Optional<String> cell(NamedCsvRecord record, String name) {
        return record.getHeader().stream()
                .filter(column -> column(column).equals(name))
                .findFirst()
                .flatMap(record::findField)
                .map(Csv::value);
    }

    private static Optional<Money> price(String text) {
        Matcher found = PRICE.matcher(text.strip());
        if (!found.matches()) {
            return Optional.empty();
        }
        String cents = found.group(2) == null ? "00" : (found.group(2) + "0").substring(0, 2);
        return Optional.of(Money.ofCents(Long.parseLong(found.group(1) + cents)));
    }

    private static Optional<Integer> count(String text) {
        return COUNT.matcher(text.strip()).matches() ? Optional.of(Integer.valueOf(text.strip())) : Optional.empty();
    }

    /** Writes products so that importing the file changes nothing. */
    static String write(List<Product> products) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().build(text)) {
            csv.writeRecord(COLUMNS);
            products.forEach(product -> csv.writeRecord(cells(product.details())));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static List<String> cells(ProductDetails product) {
        return List.of(
                Csv.cell(product.sku()),
                product.barcode() == null ? "" : product.barcode(),
                Csv.cell(product.name()),
                Csv.cell(product.description()),
                Csv.cell(product.category()),
                product.price().toString(),
                Integer.toString(product.thresholds().low()),
                Integer.toString(product.thresholds().high()));
    }
}
