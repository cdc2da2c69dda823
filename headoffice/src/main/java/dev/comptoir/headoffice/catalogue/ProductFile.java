package dev.comptoir.headoffice.catalogue;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import dev.comptoir.contract.Deposit;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.Thresholds;
import dev.comptoir.headoffice.catalogue.PricingPatch.DepositPatch;
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
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Products as a CSV file: {@code sku, barcode, name, description, category, price, taxClass, depositContainers, depositCents,
 * low, high}, in the order of the header. An absent column leaves its values unchanged; a product without a deposit has both
 * of its cells empty. Separated by commas or semicolons; prices with a point or a comma.
 */
final class ProductFile {
    static final int LINES_LIMIT = 5_000;
    private static final List<String> COLUMNS = List.of(
            "sku",
            "barcode",
            "name",
            "description",
            "category",
            "price",
            "taxClass",
            "depositContainers",
            "depositCents",
            "low",
            "high");

    /** The columns as {@link #column} reads them: case does not matter. */
    private static final Set<String> KNOWN_COLUMNS =
            COLUMNS.stream().map(ProductFile::column).collect(Collectors.toUnmodifiableSet());

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
            @Nullable String taxClass,
            DepositCells deposit,
            ThresholdCells thresholds) {

        /** The barcode that the product gets; absent as well when the cell is empty, which removes a barcode. */
        @Nullable String newBarcode() {
            return barcode == null || barcode.isEmpty() ? null : barcode;
        }
    }

    /** An empty cell is 0. */
    record DepositCells(
            @Nullable Integer containers, @Nullable Integer cents) {

        /** The deposit of this line, completed with that of {@code before}; absent when the file lacks both columns. */
        @Nullable DepositPatch patch(@Nullable Deposit before) {
            if (containers == null && cents == null) {
                return null;
            }
            int wanted = containers != null ? containers : before == null ? 0 : before.containers();
            Money each = cents != null ? Money.ofCents(cents) : before == null ? null : before.each();
            return wanted == 0 && cents == null ? new DepositPatch(0, null) : new DepositPatch(wanted, each);
        }
    }

    record ThresholdCells(@Nullable Integer low, @Nullable Integer high) {

        /** The thresholds of this line, completed with those of {@code before}; absent when the file lacks both columns. */
        @Nullable Thresholds completed(Thresholds before) {
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
                || !KNOWN_COLUMNS.containsAll(names)
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
        return unreadable(record)
                .<Line>map(reason -> new Unreadable(number, sku, reason))
                .orElseGet(() -> new Read(number, sku, cells(record)));
    }

    /** The first cell that is no number of its kind, in one word. */
    private static Optional<String> unreadable(NamedCsvRecord record) {
        if (isUnreadable(record, "price", ProductFile::price)) {
            return Optional.of("wrong-price");
        }
        if (isUnreadable(record, "depositContainers", ProductFile::countOrNone)
                || isUnreadable(record, "depositCents", ProductFile::countOrNone)) {
            return Optional.of("wrong-deposit");
        }
        return isUnreadable(record, "low", ProductFile::count) || isUnreadable(record, "high", ProductFile::count)
                ? Optional.of("wrong-thresholds")
                : Optional.empty();
    }

    private static <T> boolean isUnreadable(
            NamedCsvRecord record, String column, Function<String, Optional<T>> reading) {
        Optional<String> cell = cell(record, column);
        return cell.isPresent() && cell.flatMap(reading).isEmpty();
    }

    private static Cells cells(NamedCsvRecord record) {
        return new Cells(
                cell(record, "barcode").map(String::strip).orElse(null),
                cell(record, "name").orElse(null),
                cell(record, "description").orElse(null),
                cell(record, "category").orElse(null),
                cell(record, "price").flatMap(ProductFile::price).orElse(null),
                cell(record, "taxClass")
                        .map(code -> code.strip().toLowerCase(Locale.ROOT))
                        .orElse(null),
                new DepositCells(
                        cell(record, "depositContainers")
                                .flatMap(ProductFile::countOrNone)
                                .orElse(null),
                        cell(record, "depositCents")
                                .flatMap(ProductFile::countOrNone)
                                .orElse(null)),
                new ThresholdCells(
                        cell(record, "low").flatMap(ProductFile::count).orElse(null),
                        cell(record, "high").flatMap(ProductFile::count).orElse(null)));
    }

    private static Optional<String> cell(NamedCsvRecord record, String name) {
        return record.getHeader().stream()
                .filter(column -> column(column).equals(column(name)))
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

    private static Optional<Integer> countOrNone(String text) {
        return text.isBlank() ? Optional.of(0) : count(text);
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
        Deposit deposit = product.pricing().deposit();
        return List.of(
                Csv.cell(product.sku()),
                product.barcode() == null ? "" : product.barcode(),
                Csv.cell(product.name()),
                Csv.cell(product.description()),
                Csv.cell(product.category()),
                product.pricing().price().toString(),
                product.pricing().taxClass(),
                deposit == null ? "" : Integer.toString(deposit.containers()),
                deposit == null ? "" : Long.toString(deposit.each().cents()),
                Integer.toString(product.thresholds().low()),
                Integer.toString(product.thresholds().high()));
    }
}
