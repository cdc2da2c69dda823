package dev.comptoir.headoffice.catalogue;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.comptoir.contract.Event.ProductChanged;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.SearchText;
import dev.comptoir.contract.Thresholds;
import dev.comptoir.headoffice.replication.Audience;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.live.Activities;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.SqlFailures;
import dev.comptoir.platform.sql.Transaction;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** Adds and changes products, and tells every store and the warehouse. */
public final class Catalogue {
    static final String COLUMNS =
            "id, version, sku, barcode, name, description, category, price, low, high, store_thresholds";

    private final Database database;
    private final Audience audience;
    private final Activities activities;
    private final Clock clock;

    public Catalogue(Database database, Audience audience, Activities activities, Clock clock) {
        this.database = database;
        this.audience = audience;
        this.activities = activities;
        this.clock = clock;
    }

    /** What came of a change. */
    sealed interface Outcome {}

    record Added(Product product) implements Outcome {}

    record Changed(Product product) implements Outcome {}

    record SkuTaken() implements Outcome {}

    record BarcodeTaken() implements Outcome {}

    record UnknownProduct() implements Outcome {}

    /** The product was changed since the caller read it. */
    record Stale(Product now) implements Outcome {}

    /** Whether nothing was changed although something should be. */
    static boolean isRefusal(Outcome outcome) {
        return !(outcome instanceof Added || outcome instanceof Changed);
    }

    Outcome add(Transaction transaction, ProductsApi.NewProduct wanted, String by) {
        Product product = insert(transaction, wanted);
        tell(transaction, product, by, Map.of("added", product));
        return new Added(product);
    }

    Outcome change(Transaction transaction, long id, long version, ProductsApi.ProductPatch patch, String by) {
        Optional<Product> found = lock(transaction, id);
        if (found.isEmpty()) {
            return transaction.refuse(new UnknownProduct());
        }
        Product before = found.get();
        if (before.version() != version) {
            return transaction.refuse(new Stale(before));
        }
        Product after = patch.applyTo(before, nextVersion(transaction));
        Map<String, Object> changes = differences(before, after);
        if (changes.isEmpty()) {
            return transaction.refuse(new Changed(before));
        }
        update(transaction, after);
        tell(transaction, after, by, changes);
        return new Changed(after);
    }

    /** Runs a change in a transaction; a name that another product has is a refusal, not an error. */
    Response once(Function<Transaction, Response> change, Function<Outcome, Response> refusal) {
        try {
            return database.write(change);
        } catch (RuntimeException failure) {
            if (SqlFailures.violates(failure, "product_sku")) {
                return refusal.apply(new SkuTaken());
            }
            if (SqlFailures.violates(failure, "product_barcode")) {
                return refusal.apply(new BarcodeTaken());
            }
            throw failure;
        }
    }

    /** Field by field: what it was and what it is. */
    static Map<String, Object> differences(Product before, Product after) {
        Map<String, Object> changes = new LinkedHashMap<>();
        note(changes, "name", before.name(), after.name());
        note(changes, "price", before.price(), after.price());
        note(changes, "description", before.description(), after.description());
        note(changes, "category", before.category(), after.category());
        note(changes, "barcode", before.barcode(), after.barcode());
        note(changes, "thresholds", before.thresholds(), after.thresholds());
        note(changes, "storeThresholds", before.storeThresholds(), after.storeThresholds());
        return changes;
    }

    private static void note(
            Map<String, Object> changes, String field, @Nullable Object before, @Nullable Object after) {
        if (!Objects.equals(before, after)) {
            Map<String, @Nullable Object> change = new LinkedHashMap<>();
            change.put("before", before);
            change.put("after", after);
            changes.put(field, change);
        }
    }

    private static long nextVersion(Transaction transaction) {
        return transaction
                .sql()
                .createQuery("SELECT nextval('catalogue_version')")
                .mapTo(Long.class)
                .one();
    }

    private static Optional<Product> lock(Transaction transaction, long id) {
        return transaction
                .sql()
                .createQuery("SELECT " + COLUMNS + " FROM product WHERE id = :id FOR UPDATE")
                .bind("id", id)
                .map(PRODUCT)
                .findOne();
    }

    private static Product insert(Transaction transaction, ProductsApi.NewProduct wanted) {
        Product draft = wanted.draft(nextVersion(transaction));
        long id = bind(transaction.sql().createQuery("""
                                INSERT INTO product (version, sku, barcode, name, description, category, price, low, high,
                                                     store_thresholds, search)
                                VALUES (:version, :sku, :barcode, :name, :description, :category, :price, :low, :high,
                                        cast(:storeThresholds AS jsonb), :search)
                                RETURNING id
                                """), draft)
                .mapTo(Long.class)
                .one();
        return new Product(
                id,
                draft.version(),
                draft.sku(),
                draft.barcode(),
                draft.name(),
                draft.description(),
                draft.category(),
                draft.price(),
                draft.thresholds(),
                draft.storeThresholds());
    }

    private static void update(Transaction transaction, Product product) {
        bind(transaction.sql().createUpdate("""
                                UPDATE product
                                SET version = :version, sku = :sku, barcode = :barcode, name = :name,
                                    description = :description, category = :category, price = :price, low = :low,
                                    high = :high, store_thresholds = cast(:storeThresholds AS jsonb), search = :search
                                WHERE id = :id
                                """), product)
                .bind("id", product.id())
                .execute();
    }

    private static <S extends SqlStatement<S>> S bind(S statement, Product product) {
        String barcode = product.barcode() == null ? "" : product.barcode();
        return statement
                .bind("version", product.version())
                .bind("sku", product.sku())
                .bind("barcode", product.barcode())
                .bind("name", product.name())
                .bind("description", product.description())
                .bind("category", product.category())
                .bind("price", product.price().cents())
                .bind("low", product.thresholds().low())
                .bind("high", product.thresholds().high())
                .bind("storeThresholds", Json.text(product.storeThresholds()))
                .bind("search", SearchText.of(product.name() + " " + product.sku() + " " + barcode));
    }

    private void tell(Transaction transaction, Product product, String by, Map<String, Object> changes) {
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
        audience.tell(transaction, product.changed(now));
        activities.add(
                transaction,
                "product-changed",
                Map.of(
                        "productId", product.id(),
                        "version", product.version(),
                        "name", product.name(),
                        "price", product.price(),
                        "changedBy", by));
    }

    /** Everything that a service which was never told anything must be told. */
    public static List<ProductChanged> all(Handle sql, Instant now) {
        return sql.createQuery("SELECT " + COLUMNS + " FROM product ORDER BY version").map(PRODUCT).stream()
                .map(product -> product.changed(now))
                .toList();
    }

    static final RowMapper<Product> PRODUCT = (row, context) -> new Product(
            row.getLong("id"),
            row.getLong("version"),
            row.getString("sku"),
            row.getString("barcode"),
            row.getString("name"),
            row.getString("description"),
            row.getString("category"),
            Money.ofCents(row.getLong("price")),
            new Thresholds(row.getInt("low"), row.getInt("high")),
            Json.read(row.getString("store_thresholds"), StoreThresholds.class).byStore());

    /** The thresholds of stores as one JSON object. */
    private record StoreThresholds(@JsonValue Map<String, Thresholds> byStore) {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        StoreThresholds {}
    }
}
