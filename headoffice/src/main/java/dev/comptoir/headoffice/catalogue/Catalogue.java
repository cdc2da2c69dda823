package dev.comptoir.headoffice.catalogue;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.comptoir.contract.Event.ProductChanged;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.Thresholds;
import dev.comptoir.headoffice.replication.Replication;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.live.Activities;
import dev.comptoir.platform.sql.SqlFailures;
import dev.comptoir.platform.sql.Transaction;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.SqlStatement;

/** Adds and changes products; each change gets a catalogue version and is replicated to the other services. */
public final class Catalogue {
    static final String COLUMNS =
            "id, version, sku, barcode, name, description, category, price, low, high, store_thresholds";

    private final Replication replication;
    private final Activities activities;
    private final Clock clock;

    public Catalogue(Replication replication, Activities activities, Clock clock) {
        this.replication = replication;
        this.activities = activities;
        this.clock = clock;
    }

    /** The result of adding or changing a product. */
    sealed interface Outcome {}

    record Added(Product product) implements Outcome {}

    /** The product as it is now, also when the change left every value as it was. */
    record Changed(Product product) implements Outcome {}

    /** Why nothing was written. */
    sealed interface Refusal extends Outcome {}

    record SkuTaken() implements Refusal {}

    record BarcodeTaken() implements Refusal {}

    record NotFound() implements Refusal {}

    /** The product was changed after the caller read it. */
    record VersionStale(Product now) implements Refusal {}

    Outcome add(Transaction transaction, NewProduct wanted, String by) {
        Product product;
        try {
            product = insert(transaction, wanted.details());
        } catch (RuntimeException failure) {
            return transaction.refuse(taken(failure));
        }
        publish(transaction, product, by, Map.of("added", product));
        return new Added(product);
    }

    Outcome change(Transaction transaction, long id, long version, ProductPatch patch, String by) {
        Optional<Product> found = lock(transaction, id);
        if (found.isEmpty()) {
            return transaction.refuse(new NotFound());
        }
        Product before = found.get();
        if (before.version() != version) {
            return transaction.refuse(new VersionStale(before));
        }
        ProductDetails details = patch.applyTo(before.details());
        Map<String, Object> changes = before.details().differences(details);
        if (changes.isEmpty()) {
            return new Changed(before);
        }
        Product after;
        try {
            after = update(transaction, id, details);
        } catch (RuntimeException failure) {
            return transaction.refuse(taken(failure));
        }
        publish(transaction, after, by, changes);
        return new Changed(after);
    }

    /** The unique value that another product has; rethrows every other failure. */
    private static Refusal taken(RuntimeException failure) {
        if (SqlFailures.violates(failure, "product_sku")) {
            return new SkuTaken();
        }
        if (SqlFailures.violates(failure, "product_barcode")) {
            return new BarcodeTaken();
        }
        throw failure;
    }

    private static Optional<Product> lock(Transaction transaction, long id) {
        return transaction
                .sql()
                .createQuery("SELECT " + COLUMNS + " FROM product WHERE id = :id FOR UPDATE")
                .bind("id", id)
                .map(PRODUCT)
                .findOne();
    }

    private static Product insert(Transaction transaction, ProductDetails details) {
        return bind(transaction.sql().createQuery("""
                                INSERT INTO product (version, sku, barcode, name, description, category, price, low, high,
                                                     store_thresholds, search)
                                VALUES (nextval('catalogue_version'), :sku, :barcode, :name, :description, :category,
                                        :price, :low, :high, cast(:storeThresholds AS jsonb), :search)
                                RETURNING id, version
                                """), details)
                .map((row, context) -> new Product(row.getLong("id"), row.getLong("version"), details))
                .one();
    }

    private static Product update(Transaction transaction, long id, ProductDetails details) {
        return bind(transaction.sql().createQuery("""
                                UPDATE product
                                SET version = nextval('catalogue_version'), sku = :sku, barcode = :barcode, name = :name,
                                    description = :description, category = :category, price = :price, low = :low,
                                    high = :high, store_thresholds = cast(:storeThresholds AS jsonb), search = :search
                                WHERE id = :id RETURNING version
                                """), details)
                .bind("id", id)
                .map((row, context) -> new Product(id, row.getLong("version"), details))
                .one();
    }

    private static <S extends SqlStatement<S>> S bind(S statement, ProductDetails details) {
        return statement
                .bind("sku", details.sku())
                .bind("barcode", details.barcode())
                .bind("name", details.name())
                .bind("description", details.description())
                .bind("category", details.category())
                .bind("price", details.price().cents())
                .bind("low", details.thresholds().low())
                .bind("high", details.thresholds().high())
                .bind("storeThresholds", Json.text(details.storeThresholds()))
                .bind("search", details.searchText());
    }

    private void publish(Transaction transaction, Product product, String by, Map<String, Object> changes) {
        Instant now = clock.instant();
        transaction
                .sql()
                .createUpdate("""
                        INSERT INTO product_change (product_id, version, changed_by, changed_at, changes)
                        VALUES (:product, :version, :by, :at, cast(:changes AS jsonb))
                        """)
                .bind("product", product.id())
                .bind("version", product.version())
                .bind("by", by)
                .bind("at", Timestamp.from(now))
                .bind("changes", Json.text(changes))
                .execute();
        replication.publish(transaction, product.changed(now));
        activities.add(
                transaction,
                "product-changed",
                Map.of(
                        "productId", product.id(),
                        "version", product.version(),
                        "name", product.details().name(),
                        "price", product.details().price(),
                        "changedBy", by));
    }

    /** Products after {@code id} in the order of ids, as events that replicate them to a service that is introduced. */
    public static List<ProductChanged> page(Handle sql, long id, int limit, Instant now) {
        return sql.createQuery("SELECT " + COLUMNS + " FROM product WHERE id > :id ORDER BY id LIMIT :limit")
                .bind("id", id)
                .bind("limit", limit)
                .map(PRODUCT)
                .map(product -> product.changed(now))
                .list();
    }

    static final RowMapper<Product> PRODUCT = (row, context) -> new Product(
            row.getLong("id"),
            row.getLong("version"),
            new ProductDetails(
                    row.getString("sku"),
                    row.getString("barcode"),
                    row.getString("name"),
                    row.getString("description"),
                    row.getString("category"),
                    Money.ofCents(row.getLong("price")),
                    new Thresholds(row.getInt("low"), row.getInt("high")),
                    Json.read(row.getString("store_thresholds"), StoreThresholds.class)
                            .byStore()));

    /** The thresholds of stores as one JSON object. */
    private record StoreThresholds(@JsonValue Map<String, Thresholds> byStore) {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        StoreThresholds {}
    }
}
