package dev.comptoir.logistics.warehouse;

import dev.comptoir.contract.Event.Change;
import dev.comptoir.contract.Event.ProductChanged;
import dev.comptoir.contract.SearchText;
import dev.comptoir.platform.sql.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The products of the chain, replicated from the head office. */
public final class Products {

    /** Stores newer versions of products; a new product gets a central stock of zero. */
    public void apply(Transaction transaction, List<ProductChanged> events) {
        Collection<ProductChanged> changed = newest(events);
        transaction
                .update("""
                        WITH changed AS (
                            INSERT INTO product AS known (id, epoch, version, sku, barcode, name, category, search)
                            SELECT * FROM unnest(:ids, :epochs, :versions, :skus, :barcodes, :names, :categories, :searches)
                            ON CONFLICT (id) DO UPDATE
                            SET epoch = excluded.epoch, version = excluded.version, withdrawn = false,
                                sku = excluded.sku, barcode = excluded.barcode, name = excluded.name,
                                category = excluded.category, search = excluded.search
                            WHERE (known.epoch, known.version) < (excluded.epoch, excluded.version)
                            RETURNING id)
                        INSERT INTO central_stock (product_id) SELECT id FROM changed ON CONFLICT DO NOTHING
                        """)
                .bindArray("ids", Long.class, column(changed, ProductChanged::productId))
                .bindArray("epochs", Long.class, column(changed, ProductChanged::epoch))
                .bindArray("versions", Long.class, column(changed, ProductChanged::version))
                .bindArray("skus", String.class, column(changed, ProductChanged::sku))
                .bindArray("barcodes", String.class, column(changed, ProductChanged::barcode))
                .bindArray("names", String.class, column(changed, ProductChanged::name))
                .bindArray("categories", String.class, column(changed, ProductChanged::category))
                .bindArray("searches", String.class, column(changed, Products::searchText))
                .execute();
    }

    /** One event per product: a statement must not change a row twice. */
    private static Collection<ProductChanged> newest(List<ProductChanged> events) {
        return events.stream()
                .collect(Collectors.toMap(
                        ProductChanged::productId, Function.identity(), BinaryOperator.maxBy(Change.BY_AGE)))
                .values();
    }

    private static @Nullable Object[] column(
            Collection<ProductChanged> events, Function<ProductChanged, @Nullable Object> value) {
        return events.stream().map(value).toArray();
    }

    private static String searchText(ProductChanged changed) {
        String barcode = changed.barcode() == null ? "" : changed.barcode();
        return SearchText.of(changed.name() + " " + changed.sku() + " " + barcode);
    }

    /** Withdraws the products that an introduction did not contain: they do not exist at the head office. */
    public void withdrawBefore(Transaction transaction, long epoch) {
        transaction
                .update("UPDATE product SET withdrawn = true WHERE epoch < :epoch AND NOT withdrawn")
                .bind("epoch", epoch)
                .execute();
    }
}
