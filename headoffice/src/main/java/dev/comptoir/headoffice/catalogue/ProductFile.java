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
 * Products as a CSV file: {@code sku, barcode, name, description, category, price, low, high}, in whatever order the header
 * gives; an absent column leaves its values alone. Separated by commas or semicolons; prices with a point or a comma.
 */
final class ProductFile {
    static final int LINES_LIMIT = 5_000;
    private static final List<String> COLUMNS =
            List.of("sku", "barcode", "name", "description", "category", "price", "low", "high");
    private static final Pattern PRICE = Pattern.compile("([0-9]{1,8})(?:[.,]([0-9]{1,2}))?");
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");

    private ProductFile() {}

    /** One line: what it says, or why it says nothing. */
    sealed interface Line {
        int number();
    }

    /** @param number of the line in the file, from 1, the header included */
    record Read(
            int number,
            String sku,
            @Nullable String barcode,
            @Nullable String name,
            @Nullable String description,
            @Nullable String category,
            @Nullable Money price,
            @Nullable Integer low,
            @Nullable Integer high)
            implements Line {

        /** The thresholds that the line gives, where it leaves one out that of {@code before}. */
        @Nullable Thresholds thresholds(Thresholds before) {
            return low == null && high == null
                    ? null
                    : new Thresholds(low == null ? before.low() : low, high == null ? before.high() : high);
        }
    }

    /** @param reason in one word: {@code wrong-price} */
    record Unreadable(int number, String sku, String reason) implements Line {}

    /** @throws Refused when it is no file of products at all */
    static List<Line> read(String text) {
        String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        String header = plain.lines().findFirst().orElse("");
        char separator = header.indexOf(';') >= 0 ? ';' : ',';
        List<Line> lines = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> records = CsvReader.builder()
                .fieldSeparator(separator)
                .skipEmptyLines(true)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofNamedCsvRecord(plain)) {
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
            throw Refused.invalid("the file is no CSV: " + malformed.getMessage());
        }
        if (lines.isEmpty()) {
            throw Refused.invalid("the file has no products");
        }
        return lines;
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
        Optional<Integer> low = cell(record, "low").flatMap(ProductFile::count);
        Optional<Integer> high = cell(record, "high").flatMap(ProductFile::count);
        if (cell(record, "price").isPresent() && price.isEmpty()) {
            return new Unreadable(number, sku, "wrong-price");
        }
        if ((cell(record, "low").isPresent() && low.isEmpty())
                || (cell(record, "high").isPresent() && high.isEmpty())) {
            return new Unreadable(number, sku, "wrong-thresholds");
        }
        return new Read(
                number,
                sku,
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

    /** The file of some products; reading it again changes nothing. */
    static String write(List<Product> products) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().build(text)) {
            csv.writeRecord(COLUMNS);
            products.forEach(product -> csv.writeRecord(List.of(
                    Csv.cell(product.sku()),
                    product.barcode() == null ? "" : product.barcode(),
                    Csv.cell(product.name()),
                    Csv.cell(product.description()),
                    Csv.cell(product.category()),
                    product.price().toString(),
                    Integer.toString(product.thresholds().low()),
                    Integer.toString(product.thresholds().high()))));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }
}
