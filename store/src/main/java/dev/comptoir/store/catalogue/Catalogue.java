package dev.comptoir.store.catalogue;

import dev.comptoir.contract.Event.ProductChanged;
import dev.comptoir.contract.SearchText;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.store.shelf.Shelf;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The products, replicated from the head office. */
public final class Catalogue {
    private final Shelf shelf;
    private final String deployment;

    public Catalogue(Shelf shelf, String deployment) {
        this.shelf = shelf;
        this.deployment = deployment;
    }

    /** Keeps the newest state of products, and gives them their places on the shelves. */
    public void apply(Transaction transaction, List<ProductChanged> events) {
        PreparedBatch batch = transaction.sql().prepareBatch("""
                INSERT INTO product AS known (id, version, sku, barcode, name, description, category, price, low, high,
                                              store_thresholds, search)
                VALUES (:id, :version, :sku, :barcode, :name, :description, :category, :price, :low, :high,
                        cast(:storeThresholds AS jsonb), :search)
                ON CONFLICT (id) DO UPDATE
                SET version = excluded.version, sku = excluded.sku, barcode = excluded.barcode, name = excluded.name,
                    description = excluded.description, category = excluded.category, price = excluded.price,
                    low = excluded.low, high = excluded.high, store_thresholds = excluded.store_thresholds,
                    search = excluded.search
                WHERE known.version < excluded.version
                """);
        for (ProductChanged event : newest(events)) {
            String barcode = event.barcode() == null ? "" : event.barcode();
            batch.bind("id", event.productId())
                    .bind("version", event.version())
                    .bind("sku", event.sku())
                    .bind("barcode", event.barcode())
                    .bind("name", event.name())
                    .bind("description", event.description())
                    .bind("category", event.category())
                    .bind("price", event.price().cents())
                    .bind("low", event.thresholds().low())
                    .bind("high", event.thresholds().high())
                    .bind("storeThresholds", Json.text(event.storeThresholds()))
                    .bind("search", SearchText.of(event.name() + " " + event.sku() + " " + barcode))
                    .add();
        }
        batch.execute();
        shelf.follow(
                transaction,
                events.stream()
                        .map(ProductChanged::productId)
                        .distinct()
                        .sorted()
                        .toList(),
                deployment);
    }

    /** One of each product: a batch is one statement to PostgreSQL, which changes no row twice. */
    private static Collection<ProductChanged> newest(List<ProductChanged> events) {
        return events.stream()
                .collect(Collectors.toMap(
                        ProductChanged::productId,
                        Function.identity(),
                        BinaryOperator.maxBy(Comparator.comparingLong(ProductChanged::version)),
                        LinkedHashMap::new))
                .values();
    }
}
