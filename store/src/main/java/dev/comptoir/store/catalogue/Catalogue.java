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
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The products, replicated from the head office. */
public final class Catalogue {
    /** Returns the products that are new or have other thresholds: only these concern the shelves. */
    private static final String UPSERT = """
            WITH changed AS (
                INSERT INTO product AS stored (id, epoch, version, sku, barcode, name, description, category, price, low,
                                               high, store_thresholds, tax_class, deposit, search)
                SELECT id, epoch, version, sku, barcode, name, description, category, price, low, high,
                       cast(store_thresholds AS jsonb), tax_class, cast(deposit AS jsonb), search
                FROM unnest(:ids, :epochs, :versions, :skus, :barcodes, :names, :descriptions, :categories, :prices,
                            :lows, :highs, :thresholds, :taxClasses, :deposits, :searches)
                    AS event (id, epoch, version, sku, barcode, name, description, category, price, low, high,
                              store_thresholds, tax_class, deposit, search)
                ON CONFLICT (id) DO UPDATE
                SET epoch = excluded.epoch, version = excluded.version, withdrawn = false, sku = excluded.sku,
                    barcode = excluded.barcode, name = excluded.name, description = excluded.description,
                    category = excluded.category, price = excluded.price, low = excluded.low, high = excluded.high,
                    store_thresholds = excluded.store_thresholds, tax_class = excluded.tax_class,
                    deposit = excluded.deposit, search = excluded.search
                WHERE (stored.epoch, stored.version) < (excluded.epoch, excluded.version)
                RETURNING new.id, (old.low, old.high, old.store_thresholds)
                    IS DISTINCT FROM (new.low, new.high, new.store_thresholds) AS other_thresholds)
            SELECT id FROM changed WHERE other_thresholds ORDER BY id
            """;

    private final Shelf shelf;
    private final String deployment;

    public Catalogue(Shelf shelf, String deployment) {
        this.shelf = shelf;
        this.deployment = deployment;
    }

    /** Stores the newest state of products, and gives new ones their places on the shelves. */
    public void apply(Transaction transaction, List<ProductChanged> events) {
        List<Long> onShelves = bind(transaction.query(UPSERT), newest(events))
                .mapTo(Long.class)
                .list();
        if (!onShelves.isEmpty()) {
            shelf.applyThresholds(transaction, onShelves, deployment);
        }
    }

    private static Query bind(Query upsert, Collection<ProductChanged> changed) {
        return upsert.bindArray("ids", Long.class, column(changed, ProductChanged::productId))
                .bindArray("epochs", Long.class, column(changed, ProductChanged::epoch))
                .bindArray("versions", Long.class, column(changed, ProductChanged::version))
                .bindArray("skus", String.class, column(changed, ProductChanged::sku))
                .bindArray("barcodes", String.class, column(changed, ProductChanged::barcode))
                .bindArray("names", String.class, column(changed, ProductChanged::name))
                .bindArray("descriptions", String.class, column(changed, ProductChanged::description))
                .bindArray("categories", String.class, column(changed, ProductChanged::category))
                .bindArray(
                        "prices",
                        Long.class,
                        column(changed, event -> event.price().cents()))
                .bindArray(
                        "lows",
                        Integer.class,
                        column(changed, event -> event.thresholds().low()))
                .bindArray(
                        "highs",
                        Integer.class,
                        column(changed, event -> event.thresholds().high()))
                .bindArray("thresholds", String.class, column(changed, event -> Json.text(event.storeThresholds())))
                .bindArray("taxClasses", String.class, column(changed, ProductChanged::taxClass))
                .bindArray("deposits", String.class, column(changed, Catalogue::depositOf))
                .bindArray("searches", String.class, column(changed, Catalogue::searchText));
    }

    private static @Nullable Object[] column(
            Collection<ProductChanged> events, Function<ProductChanged, @Nullable Object> value) {
        return events.stream().map(value).toArray();
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

    /** One event per product: a statement must not change a row twice. */
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
