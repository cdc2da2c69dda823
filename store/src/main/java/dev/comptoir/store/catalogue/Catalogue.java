package dev.comptoir.store.catalogue;

import dev.comptoir.contract.Event;
import dev.comptoir.contract.Event.ProductChanged;
import dev.comptoir.contract.SearchText;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.store.shelf.Shelf;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The products, replicated from the head office. */
public final class Catalogue {
    private static final String UPSERT = """
            INSERT INTO product AS stored (id, epoch, version, sku, barcode, name, description, category, price, low,
                                           high, store_thresholds, tax_class, deposit, search)
            VALUES (:productId, :epoch, :version, :sku, :barcode, :name, :description, :category, :price, :low, :high,
                    cast(:storeThresholds AS jsonb), :taxClass, cast(:deposit AS jsonb), :search)
            ON CONFLICT (id) DO UPDATE
            SET epoch = excluded.epoch, version = excluded.version, withdrawn = false, sku = excluded.sku,
                barcode = excluded.barcode, name = excluded.name, description = excluded.description, category = excluded.category,
                price = excluded.price, low = excluded.low, high = excluded.high, store_thresholds = excluded.store_thresholds,
                tax_class = excluded.tax_class, deposit = excluded.deposit, search = excluded.search
            WHERE (stored.epoch, stored.version) < (excluded.epoch, excluded.version)
            """;

    private final Shelf shelf;
    private final String deployment;

    public Catalogue(Shelf shelf, String deployment) {
        this.shelf = shelf;
        this.deployment = deployment;
    }

    /** Stores the newest state of products, and gives them their places on the shelves. */
    public void apply(Transaction transaction, List<ProductChanged> events) {
        PreparedBatch batch = transaction.sql().prepareBatch(UPSERT);
        newest(events)
                .forEach(event -> batch.bindMethods(event)
                        .bind("low", event.thresholds().low())
                        .bind("high", event.thresholds().high())
                        .bind("storeThresholds", Json.text(event.storeThresholds()))
                        .bindByType("deposit", depositOf(event), String.class)
                        .bind("search", searchText(event))
                        .add());
        batch.execute();
        List<Long> products = events.stream()
                .map(ProductChanged::productId)
                .distinct()
                .sorted()
                .toList();
        shelf.applyThresholds(transaction, products, deployment);
    }

    /**
     * Withdraws the products that an introduction did not contain: they do not exist at the head office. Sales, refunds and
     * stock keep them.
     */
    public void withdrawBefore(Transaction transaction, long epoch) {
        transaction
                .update("UPDATE product SET withdrawn = true WHERE epoch < :epoch AND NOT withdrawn")
                .bind("epoch", epoch)
                .execute();
    }

    private static @Nullable String depositOf(ProductChanged event) {
        return event.deposit() == null ? null : Json.text(event.deposit());
    }

    private static String searchText(ProductChanged event) {
        String barcode = event.barcode() == null ? "" : event.barcode();
        return SearchText.of(event.name() + " " + event.sku() + " " + barcode);
    }

    /** One event per product: the driver sends a batch as one statement, which must not change a row twice. */
    private static Collection<ProductChanged> newest(List<ProductChanged> events) {
        return events.stream()
                .collect(Collectors.toMap(
                        ProductChanged::productId,
                        Function.identity(),
                        BinaryOperator.maxBy(Event.Change.BY_AGE),
                        LinkedHashMap::new))
                .values();
    }
}
