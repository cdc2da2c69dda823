package dev.comptoir.headoffice.catalogue;

import dev.comptoir.contract.Thresholds;
import dev.comptoir.headoffice.catalogue.PricingPatch.DepositPatch;
import dev.comptoir.headoffice.catalogue.ProductFile.Cells;
import dev.comptoir.headoffice.catalogue.ProductFile.Line;
import dev.comptoir.headoffice.catalogue.ProductFile.Read;
import dev.comptoir.headoffice.catalogue.ProductFile.Unreadable;
import dev.comptoir.platform.sql.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Adds and changes products from a file: every line or none. */
final class ProductImport {
    private final Catalogue catalogue;

    ProductImport(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * What one line of the file does.
     *
     * @param line from 1, the header included
     * @param effect add, change, none or error
     * @param reason of an error, in one word: duplicate-sku, barcode-taken, incomplete, unknown-tax-class, wrong-cells when
     *     it has more or fewer than the header, or wrong- and the column
     * @param changes field by field, the value before and after
     */
    record LineEffect(
            int line, String sku, String effect, @Nullable String reason, Map<String, Object> changes) {}

    /** What a file does, line by line. */
    record ImportEffect(long added, long changed, long unchanged, long errors, List<LineEffect> lines) {
        private static ImportEffect of(List<Step> steps) {
            List<LineEffect> lines = steps.stream().map(Step::effect).toList();
            return new ImportEffect(
                    count(lines, "add"), count(lines, "change"), count(lines, "none"), count(lines, "error"), lines);
        }

        private static long count(List<LineEffect> lines, String effect) {
            return lines.stream().filter(line -> line.effect().equals(effect)).count();
        }

        List<LineEffect> badLines() {
            return lines.stream().filter(line -> line.effect().equals("error")).toList();
        }
    }

    /** The result of an import. */
    sealed interface Outcome {}

    record Imported(ImportEffect effect) implements Outcome {}

    /** Why nothing was imported. */
    sealed interface Refusal extends Outcome {}

    record BadLines(List<LineEffect> lines) implements Refusal {}

    /** The catalogue changed between the check of the lines and the import. */
    record ProductRefused(Catalogue.Refusal refusal) implements Outcome {}

    /** What a line does, with what is needed to do it. */
    private sealed interface Step {
        LineEffect effect();
    }

    private record Add(LineEffect effect, NewProduct product) implements Step {}

    private record Change(LineEffect effect, Product before, ProductPatch patch) implements Step {}

    private record Nothing(LineEffect effect) implements Step {}

    private record Bad(LineEffect effect) implements Step {}

    static ImportEffect preview(Handle sql, List<Line> lines) {
        return ImportEffect.of(plan(sql, lines));
    }

    Outcome run(Transaction transaction, List<Line> lines, String by) {
        List<Step> steps = plan(transaction.sql(), lines);
        ImportEffect effect = ImportEffect.of(steps);
        if (effect.errors() > 0) {
            return transaction.refuse(new BadLines(effect.badLines()));
        }
        transaction.afterCommit(catalogue::wake);
        for (Step step : steps) {
            if (apply(transaction, step, by) instanceof Catalogue.Refusal refusal) {
                return transaction.refuse(new ProductRefused(refusal));
            }
        }
        return new Imported(effect);
    }

    private Catalogue.@Nullable Outcome apply(Transaction transaction, Step step, String by) {
        return switch (step) {
            case Add add -> catalogue.add(transaction, add.product(), by);
            case Change(var effect, var before, var patch) ->
                catalogue.change(transaction.sql(), before.id(), before.version(), patch, by);
            case Nothing nothing -> null;
            case Bad bad ->
                throw new IllegalStateException("line " + bad.effect().line() + " is invalid");
        };
    }

    /** Compares each line with the current products and tax classes. */
    private static List<Step> plan(Handle sql, List<Line> lines) {
        Known known = known(sql, lines);
        Set<String> seen = new HashSet<>();
        List<Step> steps = new ArrayList<>();
        for (Line line : lines) {
            steps.add(
                    switch (line) {
                        case Unreadable(var number, var sku, var reason) -> bad(number, sku, reason);
                        case Read read when !seen.add(read.sku()) -> bad(read.number(), read.sku(), "duplicate-sku");
                        case Read read
                        when isTaken(read, known.skuOfBarcode()) -> bad(read.number(), read.sku(), "barcode-taken");
                        case Read read -> step(read, known);
                    });
        }
        return steps;
    }

    /** What the catalogue has of the lines; a barcode that is new in the file is added to {@code skuOfBarcode}. */
    private record Known(Map<String, Product> bySku, Map<String, String> skuOfBarcode, Set<String> taxClasses) {}

    private static Known known(Handle sql, List<Line> lines) {
        List<Read> readable = lines.stream()
                .filter(Read.class::isInstance)
                .map(Read.class::cast)
                .toList();
        List<String> barcodes = readable.stream()
                .map(line -> line.cells().barcode())
                .filter(Objects::nonNull)
                .toList();
        return new Known(
                bySku(sql, readable.stream().map(Read::sku).toList()),
                skuOfBarcode(sql, barcodes),
                TaxClasses.all(sql).stream().map(NamedTaxClass::code).collect(Collectors.toSet()));
    }

    private static Map<String, Product> bySku(Handle sql, List<String> skus) {
        Map<String, Product> found = new HashMap<>();
        sql.createQuery("SELECT " + Catalogue.COLUMNS + " FROM product WHERE sku = ANY(:skus) ORDER BY id LIMIT :limit")
                .bindArray("skus", String.class, skus)
                .bind("limit", ProductFile.LINES_LIMIT)
                .map(Catalogue.PRODUCT)
                .forEach(product -> found.put(product.details().sku(), product));
        return found;
    }

    private static Map<String, String> skuOfBarcode(Handle sql, List<String> barcodes) {
        Map<String, String> found = new HashMap<>();
        sql.createQuery("SELECT barcode, sku FROM product WHERE barcode = ANY(:barcodes) LIMIT :limit")
                .bindArray("barcodes", String.class, barcodes)
                .bind("limit", ProductFile.LINES_LIMIT)
                .map((row, context) -> Map.entry(row.getString(1), row.getString(2)))
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        return found;
    }

    /** A barcode belongs to the first product that has it, in the catalogue or in the file. */
    private static boolean isTaken(Read line, Map<String, String> skuOfBarcode) {
        String barcode = line.cells().newBarcode();
        return barcode != null && !line.sku().equals(skuOfBarcode.computeIfAbsent(barcode, first -> line.sku()));
    }

    private static Step step(Read line, Known known) {
        Product before = known.bySku().get(line.sku());
        Optional<String> error = error(line, before == null ? null : before.details());
        if (error.isPresent()) {
            return bad(line.number(), line.sku(), error.get());
        }
        String taxClass = line.cells().taxClass();
        if (taxClass != null && !known.taxClasses().contains(taxClass)) {
            return bad(line.number(), line.sku(), "unknown-tax-class");
        }
        return before == null ? add(line) : change(line, before);
    }

    /** The first value that no product may have, in one word. */
    private static Optional<String> error(Read line, @Nullable ProductDetails before) {
        Cells cells = line.cells();
        Map<String, Runnable> checks = new LinkedHashMap<>();
        checks.put("wrong-sku", () -> ProductValues.checkSku(line.sku()));
        checks.put("wrong-barcode", () -> ProductValues.checkBarcode(cells.newBarcode()));
        checks.put("wrong-name", () -> ProductValues.checkName(cells.name()));
        checks.put("wrong-description", () -> ProductValues.checkDescription(cells.description()));
        checks.put("wrong-category", () -> ProductValues.checkCategory(cells.category()));
        checks.put("wrong-price", () -> ProductValues.checkPrice(cells.price()));
        checks.put("wrong-tax-class", () -> ProductValues.checkTaxClass(cells.taxClass()));
        checks.put(
                "wrong-deposit",
                () -> cells.deposit()
                        .patch(before == null ? null : before.pricing().deposit()));
        checks.put(
                "wrong-thresholds",
                () -> cells.thresholds().completed(before == null ? Thresholds.DEFAULT : before.thresholds()));
        return checks.entrySet().stream()
                .filter(check -> fails(check.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static boolean fails(Runnable check) {
        try {
            check.run();
            return false;
        } catch (IllegalArgumentException invalid) {
            return true;
        }
    }

    private static Bad bad(int line, String sku, String reason) {
        return new Bad(new LineEffect(line, sku, "error", reason, Map.of()));
    }

    private static Step add(Read line) {
        Cells cells = line.cells();
        if (cells.name() == null || cells.category() == null || cells.price() == null || cells.taxClass() == null) {
            return bad(line.number(), line.sku(), "incomplete");
        }
        DepositPatch deposit = cells.deposit().patch(null);
        NewProduct product = new NewProduct(
                line.sku(),
                cells.newBarcode(),
                cells.name(),
                cells.description(),
                cells.category(),
                new Pricing(cells.price(), cells.taxClass(), deposit == null ? null : deposit.deposit()),
                cells.thresholds().completed(Thresholds.DEFAULT),
                null);
        return new Add(new LineEffect(line.number(), line.sku(), "add", null, Map.of("added", product)), product);
    }

    private static Step change(Read line, Product before) {
        Cells cells = line.cells();
        ProductDetails details = before.details();
        ProductPatch patch = new ProductPatch(
                cells.barcode(),
                cells.name(),
                cells.description(),
                cells.category(),
                new PricingPatch(
                        cells.price(),
                        cells.taxClass(),
                        cells.deposit().patch(details.pricing().deposit())),
                cells.thresholds().completed(details.thresholds()),
                null);
        Map<String, Object> changes = details.differences(patch.applyTo(details));
        return changes.isEmpty()
                ? new Nothing(new LineEffect(line.number(), line.sku(), "none", null, Map.of()))
                : new Change(new LineEffect(line.number(), line.sku(), "change", null, changes), before, patch);
    }
}
