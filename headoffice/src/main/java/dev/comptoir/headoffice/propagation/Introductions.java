package dev.comptoir.headoffice.propagation;

import dev.comptoir.contract.Event;
import dev.comptoir.contract.Event.IntroductionEnded;
import dev.comptoir.contract.Event.ProductChanged;
import dev.comptoir.headoffice.caching.CacheTag;
import dev.comptoir.headoffice.catalogue.Catalogue;
import dev.comptoir.headoffice.catalogue.ProductNumbers;
import dev.comptoir.headoffice.replication.Replication;
import dev.comptoir.headoffice.reporting.StockUpdates;
import dev.comptoir.headoffice.staff.Employees;
import dev.comptoir.headoffice.stores.Stores;
import dev.comptoir.platform.cache.Digests;
import dev.comptoir.platform.outbox.Replicated;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.Transaction;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * Introduces services: sends all stores, employees and products, and then the end of the introduction. A service that is
 * connected for the first time is introduced in the current epoch; one whose copies cannot be trusted is introduced anew, in a
 * higher epoch than any it has seen.
 */
public final class Introductions implements Replicated {
    private static final String WAREHOUSE = "logistics";
    private static final int PAGE_PRODUCTS = 1_000;

    /** How a destination reports the highest epoch that it has events of. */
    private static final String EPOCH = "epoch";

    private static final String STAFF = Digests.ofRows("""
            SELECT jsonb_build_array(username, version, display_name, role, password_hash) FROM employee WHERE active
            """);

    private final Database database;
    private final Replication replication;
    private final Clock clock;

    private final Digests storeDigests = new Digests(
            List.of(CacheTag.STORES, CacheTag.STAFF, CacheTag.CATALOGUE),
            Map.of("stores", Digests.ofRows("""
                            SELECT jsonb_build_array(code, version, name, time_zone, taxes, deployment)
                                   || CASE WHEN profiles = '[]' THEN '[]'
                                           ELSE jsonb_build_array(jsonb_path_query_array(profiles, '$[*].version')) END
                                   || coalesce((SELECT jsonb_build_array(jsonb_build_object('closed',
                                                           jsonb_agg(r -> 'number' ORDER BY r -> 'number')))
                                                FROM jsonb_array_elements(registers) AS r
                                                WHERE r ->> 'closed' = 'true' HAVING count(*) > 0), '[]')
                            FROM store
                            """), "staff", STAFF, "products", Digests.ofRows("""
                            SELECT jsonb_build_array(id, version, sku, barcode, name, description, category, price, low, high,
                                                     store_thresholds, tax_class, deposit -> 'containers',
                                                     deposit -> 'each')
                            FROM product
                            """)));

    private final Digests warehouseDigests = new Digests(
            List.of(CacheTag.STORES, CacheTag.STAFF, CacheTag.CATALOGUE),
            Map.of(
                    "stores",
                    Digests.ofRows("SELECT jsonb_build_array(code, version, name, deployment) FROM store"),
                    "staff",
                    STAFF,
                    "products",
                    Digests.ofRows(
                            "SELECT jsonb_build_array(id, version, sku, barcode, name, category) FROM product")));

    public Introductions(Database database, Replication replication, Clock clock) {
        this.database = database;
        this.replication = replication;
        this.clock = clock;
    }

    /** Introduces the services that were never introduced. */
    public void introduceNew(List<String> peers) {
        for (String peer : peers) {
            database.write(transaction -> {
                Replication.holdChanges(transaction);
                if (Replication.add(transaction, peer)) {
                    send(transaction, peer, Replication.epoch(transaction));
                }
                return null;
            });
        }
    }

    @Override
    public void introduce(Transaction transaction, String destination, Cause cause, Map<String, String> held) {
        Replication.holdChanges(transaction);
        long epoch = Replication.beginEpoch(transaction, Long.parseLong(held.getOrDefault(EPOCH, "0")));
        if (cause == Cause.RESTORED) {
            ProductNumbers.skip(transaction);
        }
        send(transaction, destination, epoch);
        if (destination.equals(WAREHOUSE)) {
            StockUpdates.markAll(transaction);
        }
    }

    @Override
    public Map<String, String> digests(Transaction transaction, String destination) {
        return (destination.equals(WAREHOUSE) ? warehouseDigests : storeDigests).readAfterPause(transaction);
    }

    private void send(Transaction transaction, String peer, long epoch) {
        append(transaction, peer, Stores.all(transaction.sql()), epoch);
        append(transaction, peer, Employees.all(transaction.sql()), epoch);
        long last = 0;
        List<ProductChanged> page;
        do {
            page = Catalogue.page(transaction.sql(), last, PAGE_PRODUCTS, clock.instant());
            append(transaction, peer, page, epoch);
            last = page.isEmpty() ? last : page.getLast().productId();
        } while (page.size() == PAGE_PRODUCTS);
        replication.append(transaction, peer, List.of(new IntroductionEnded(epoch)));
    }

    private void append(Transaction transaction, String peer, List<? extends Event.Change> changes, long epoch) {
        List<Event> events =
                changes.stream().map(change -> change.inEpoch(epoch)).toList();
        replication.append(transaction, peer, events);
    }
}
