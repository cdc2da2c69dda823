package dev.comptoir.headoffice.catalogue;

import dev.comptoir.contract.Thresholds;
import dev.comptoir.headoffice.catalogue.Catalogue.Outcome;
import dev.comptoir.headoffice.catalogue.ImportsApi.LineEffect;
import dev.comptoir.headoffice.catalogue.ProductFile.Line;
import dev.comptoir.headoffice.catalogue.ProductFile.Read;
import dev.comptoir.headoffice.catalogue.ProductFile.Unreadable;
import dev.comptoir.headoffice.catalogue.ProductsApi.NewProduct;
import dev.comptoir.headoffice.catalogue.ProductsApi.ProductPatch;
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
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What a file of products would do, and doing it. */
final class Imports {
    private final Catalogue catalogue;

    Imports(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** What a line comes to. */
    sealed interface Step {
        LineEffect effect();
    }

    private record Add(LineEffect effect, NewProduct product) implements Step {}

    private record Change(LineEffect effect, Product before, ProductPatch patch) implements Step {}

    private record Nothing(LineEffect effect) implements Step {}

    /** A line that cannot be taken. */
    private record Bad(LineEffect effect) implements Step {}

    static boolean isBad(Step step) {
        return step instanceof Bad;
    }

    /** Line by line, against the products of now. */
    static List<Step> plan(Handle sql, List<Line> lines) {
        List<Read> readable = lines.stream()
                .filter(Read.class::isInstance)
                .map(Read.class::cast)
                .toList();
        Map<String, Product> bySku = bySku(sql, readable.stream().map(Read::sku).toList());
        Map<String, String> skuOfBarcode = skuOfBarcode(
                sql,
                readable.stream().map(Read::barcode).filter(Objects::nonNull).toList());
        Set<String> seen = new HashSet<>();
        List<Step> steps = new ArrayList<>();
        for (Line line : lines) {
            steps.add(
                    switch (line) {
                        case Unreadable wrong -> bad(wrong.number(), wrong.sku(), wrong.reason());
                        case Read read when !seen.add(read.sku()) -> bad(read.number(), read.sku(), "duplicate-sku");
                        case Read read
                        when isTaken(read, skuOfBarcode) -> bad(read.number(), read.sku(), "barcode-taken");
                        case Read read -> step(read, bySku.get(read.sku()));
                    });
        }
        return steps;
    }

    /** A barcode belongs to the first product that has it, in the catalogue or in the file. */
    private static boolean isTaken(Read line, Map<String, String> skuOfBarcode) {
        String barcode = line.barcode();
        return barcode != null
                && !barcode.isEmpty()
                && !line.sku().equals(skuOfBarcode.computeIfAbsent(barcode, first -> line.sku()));
    }

    private static Bad bad(int line, String sku, String reason) {
        return new Bad(new LineEffect(line, sku, "error", reason, Map.of()));
    }

    private static Step step(Read line, @Nullable Product before) {
        Optional<String> fault = fault(line, before);
        if (fault.isPresent()) {
            return bad(line.number(), line.sku(), fault.get());
        }
        return before == null ? add(line) : change(line, before);
    }

    /** The first value that no product may have, in one word. */
    private static Optional<String> fault(Read line, @Nullable Product before) {
        String barcode = line.barcode() == null || line.barcode().isEmpty() ? null : line.barcode();
        Map<String, Runnable> checks = new LinkedHashMap<>();
        checks.put("wrong-sku", () -> ProductValues.checkSku(line.sku()));
        checks.put("wrong-barcode", () -> ProductValues.checkBarcode(barcode));
        checks.put("wrong-name", () -> ProductValues.check(line.name(), null, null, null, null));
        checks.put("wrong-description", () -> ProductValues.check(null, line.description(), null, null, null));
        checks.put("wrong-category", () -> ProductValues.check(null, null, line.category(), null, null));
        checks.put("wrong-price", () -> ProductValues.check(null, null, null, line.price(), null));
        checks.put(
                "wrong-thresholds", () -> line.thresholds(before == null ? Thresholds.DEFAULT : before.thresholds()));
        return checks.entrySet().stream()
                .filter(check -> isRefused(check.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static boolean isRefused(Runnable check) {
        try {
            check.run();
            return false;
        } catch (IllegalArgumentException refused) {
            return true;
        }
    }

    private static Step add(Read line) {
        if (line.name() == null || line.category() == null || line.price() == null) {
            return bad(line.number(), line.sku(), "incomplete");
        }
        NewProduct product = new NewProduct(
                line.sku(),
                line.barcode() == null || line.barcode().isEmpty() ? null : line.barcode(),
                line.name(),
                line.description(),
                line.category(),
                line.price(),
                line.thresholds(Thresholds.DEFAULT),
                null);
        return new Add(new LineEffect(line.number(), line.sku(), "add", null, Map.of("added", product)), product);
    }

    private static Step change(Read line, Product before) {
        ProductPatch patch = new ProductPatch(
                line.barcode(),
                line.name(),
                line.description(),
                line.category(),
                line.price(),
                line.thresholds(before.thresholds()),
                null);
        Map<String, Object> changes = Catalogue.differences(before, patch.applyTo(before, before.version()));
        return changes.isEmpty()
                ? new Nothing(new LineEffect(line.number(), line.sku(), "none", null, Map.of()))
                : new Change(new LineEffect(line.number(), line.sku(), "change", null, changes), before, patch);
    }

    /** Does every step; the refusal of the first one that is refused, after which none was done. */
    Optional<Outcome> apply(Transaction transaction, List<Step> steps, String by) {
        for (Step step : steps) {
            Optional<Outcome> outcome = switch (step) {
                case Add(var effect, var product) -> Optional.of(catalogue.add(transaction, product, by));
                case Change(var effect, var before, var patch) ->
                    Optional.of(catalogue.change(transaction, before.id(), before.version(), patch, by));
                case Nothing nothing -> Optional.empty();
                case Bad bad -> throw new IllegalStateException("a bad line is not applied");
            };
            if (outcome.filter(Catalogue::isRefusal).isPresent()) {
                return outcome;
            }
        }
        return Optional.empty();
    }

    private static Map<String, Product> bySku(Handle sql, List<String> skus) {
        Map<String, Product> found = new HashMap<>();
        sql.createQuery("SELECT " + Catalogue.COLUMNS + " FROM product WHERE sku = ANY(:skus) ORDER BY id LIMIT 10000")
                .bindArray("skus", String.class, skus)
                .map(Catalogue.PRODUCT)
                .forEach(product -> found.put(product.sku(), product));
        return found;
    }

    private static Map<String, String> skuOfBarcode(Handle sql, List<String> barcodes) {
        Map<String, String> found = new HashMap<>();
        sql.createQuery("SELECT barcode, sku FROM product WHERE barcode = ANY(:barcodes) LIMIT 10000")
                .bindArray("barcodes", String.class, barcodes)
                .map((row, context) -> Map.entry(row.getString(1), row.getString(2)))
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        return found;
    }
}
