package dev.comptoir.headoffice.catalogue;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.comptoir.contract.Deposit;
import dev.comptoir.contract.Event.ProductChanged;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.Thresholds;
import dev.comptoir.headoffice.replication.Replication;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.live.Activities;
import dev.comptoir.platform.sql.SqlFailures;
import dev.comptoir.platform.sql.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/** Adds and changes products; each change gets a catalogue version and is replicated to the other services. */
public final class Catalogue {
    static final String COLUMNS = "id, version, sku, barcode, name, description, category, price, tax_class, deposit,"
            + " low, high, store_thresholds";

    /** The history, the event for every other service, and the activity of the product that was written. */
    private static final String WITH_ITS_EFFECTS = """
            , history AS (
                INSERT INTO product_change (product_id, version, changed_by, changed_at, changes)
                SELECT id, version, :by, :at, changes FROM written),
            event AS (
                SELECT cast(:payload AS jsonb) || jsonb_build_object('productId', id, 'version', version) AS payload
                FROM written),
            published AS (%s),
            shown AS (%s
                SELECT 'product-changed', cast(:activity AS jsonb) || jsonb_build_object('productId', id, 'version', version)
                FROM written)
            SELECT id, version FROM written
            """.formatted(Replication.PUBLISH, Activities.ADD);

    private static final String INSERT = """
            WITH written AS (
                INSERT INTO product (version, sku, barcode, name, description, category, price, tax_class, deposit,
                                     low, high, store_thresholds, search)
                VALUES (nextval('catalogue_version'), :sku, :barcode, :name, :description, :category, :price, :taxClass,
                        cast(:deposit AS jsonb), :low, :high, cast(:storeThresholds AS jsonb), :search)
                RETURNING id, version, jsonb_build_object('added',
                    cast(:changes AS jsonb) || jsonb_build_object('id', id, 'version', version)) AS changes)
            """ + WITH_ITS_EFFECTS;

    /** The guard is the version: of two changes at once, the second one waits for the first one and then finds another version. */
    private static final String UPDATE = """
            WITH written AS (
                UPDATE product
                SET version = nextval('catalogue_version'), sku = :sku, barcode = :barcode, name = :name,
                    description = :description, category = :category, price = :price, tax_class = :taxClass,
                    deposit = cast(:deposit AS jsonb), low = :low, high = :high,
                    store_thresholds = cast(:storeThresholds AS jsonb), search = :search
                WHERE id = :id AND version = :version
                RETURNING id, version, cast(:changes AS jsonb) AS changes)
            """ + WITH_ITS_EFFECTS;

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

    /** No tax class has this code. */
    record UnknownTaxClass(String code) implements Refusal {}

    record NotFound() implements Refusal {}

    /** The product was changed after the caller read it. */
    record VersionStale(Product now) implements Refusal {}

    Outcome add(Transaction transaction, NewProduct wanted, String by) {
        ProductDetails details = wanted.details();
        try {
            return record(transaction.sql(), INSERT, new Product(0, 0, details), by, details)
                    .map(product -> (Outcome) new Added(product))
                    .orElseThrow();
        } catch (RuntimeException failure) {
            return transaction.refuse(violated(failure, details));
        }
    }

    /** Two statements; each is a transaction of its own when none is open. */
    Outcome change(Handle sql, long id, long version, ProductPatch patch, String by) {
        Optional<Product> found = find(sql, id);
        if (found.isEmpty()) {
            return new NotFound();
        }
        Product before = found.get();
        if (before.version() != version) {
            return new VersionStale(before);
        }
        ProductDetails details = patch.applyTo(before.details());
        Map<String, Object> changes = before.details().differences(details);
        if (changes.isEmpty()) {
            return new Changed(before);
        }
        try {
            return record(sql, UPDATE, new Product(id, version, details), by, changes)
                    .map(after -> (Outcome) new Changed(after))
                    .orElseGet(() -> overtaken(sql, id));
        } catch (RuntimeException failure) {
            return violated(failure, details);
        }
    }

    /** Another change was committed after the product was read. */
    private static Refusal overtaken(Handle sql, long id) {
        return find(sql, id).<Refusal>map(VersionStale::new).orElseGet(NotFound::new);
    }

    /** To be called after the commit of changes. */
    void wake() {
        replication.wake();
        activities.wake();
    }

    /** What another product has already, or what is unknown; rethrows every other failure. */
    private static Refusal violated(RuntimeException failure, ProductDetails details) {
        if (SqlFailures.violates(failure, "product_sku")) {
            return new SkuTaken();
        }
        if (SqlFailures.violates(failure, "product_barcode")) {
            return new BarcodeTaken();
        }
        if (SqlFailures.violates(failure, "product_tax_class")) {
            return new UnknownTaxClass(details.pricing().taxClass());
        }
        throw failure;
    }

    static Optional<Product> find(Handle sql, long id) {
        return sql.createQuery("SELECT " + COLUMNS + " FROM product WHERE id = :id")
                .bind("id", id)
                .map(PRODUCT)
                .findOne();
    }

    /**
     * Adds or changes a product, and returns it with its new numbers; empty when it has another version now.
     *
     * @param wanted what the product becomes, with the id and the version that are changed
     */
    private Optional<Product> record(Handle sql, String statement, Product wanted, String by, Object changes) {
        Instant now = clock.instant();
        ProductDetails details = wanted.details();
        ProductChanged event = wanted.changed(now);
        Query query = Replication.bind(bind(sql.createQuery(statement), details), event);
        return query.bind("id", wanted.id())
                .bind("version", wanted.version())
                .bind("by", by)
                .bind("at", Timestamp.from(now))
                .bind("changes", Json.text(changes))
                .bind(
                        "activity",
                        Json.text(new Activity(details.name(), details.pricing().price(), by)))
                .map((row, context) -> new Product(row.getLong("id"), row.getLong("version"), details))
                .findOne();
    }

    /** A change in the live stream; the statement adds the product's numbers. */
    private record Activity(String name, Money price, String changedBy) {}

    private static Query bind(Query statement, ProductDetails details) {
        Deposit deposit = details.pricing().deposit();
        return statement
                .bind("sku", details.sku())
                .bind("barcode", details.barcode())
                .bind("name", details.name())
                .bind("description", details.description())
                .bind("category", details.category())
                .bind("price", details.pricing().price().cents())
                .bind("taxClass", details.pricing().taxClass())
                .bindByType("deposit", deposit == null ? null : Json.text(deposit), String.class)
                .bind("low", details.thresholds().low())
                .bind("high", details.thresholds().high())
                .bind("storeThresholds", Json.text(details.storeThresholds()))
                .bind("search", details.searchText());
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
                    pricing(row),
                    new Thresholds(row.getInt("low"), row.getInt("high")),
                    Json.read(row.getString("store_thresholds"), StoreThresholds.class)
                            .byStore()));

    private static Pricing pricing(ResultSet row) throws SQLException {
        String deposit = row.getString("deposit");
        return new Pricing(
                Money.ofCents(row.getLong("price")),
                row.getString("tax_class"),
                deposit == null ? null : Json.read(deposit, Deposit.class));
    }

    /** The thresholds of stores as one JSON object. */
    private record StoreThresholds(@JsonValue Map<String, Thresholds> byStore) {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        StoreThresholds {}
    }
}
