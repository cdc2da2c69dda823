package dev.comptoir.headoffice.reporting;

import dev.comptoir.contract.Money;
import dev.comptoir.headoffice.stores.NamedStore;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Reports from the read models. */
final class Reports {
    /** The store of a report on all stores together. */
    static final String ALL = "all";

    private static final int BEST_PRODUCTS = 5;
    private static final int STORES_LIMIT = 10_000;
    private static final int STEPS_LIMIT = 1_000;

    private static final String OF_CHAIN = "chain_hour WHERE day BETWEEN :from AND :to";
    private static final String OF_STORE = "%s WHERE store_code = :store AND day BETWEEN :from AND :to";

    private Reports() {}

    record Days(LocalDate from, LocalDate to) {}

    /**
     * One of the products that a store sold most.
     *
     * @param units sold in the days of the report
     * @param stock of the store now
     */
    record BestProduct(long productId, String sku, String name, long units, Money amount, long stock) {}

    /** One store in a report. */
    record StoreReport(String store, String name, Totals totals, List<BestProduct> bestProducts) {}

    /** All stores and their sum. */
    record ConsolidatedReport(LocalDate from, LocalDate to, List<StoreReport> stores, Totals total) {}

    /**
     * One day or hour of a series.
     *
     * @param hour 0 to 23 in the store's time zone; absent in a series by day
     */
    record Step(
            LocalDate day, @Nullable Integer hour, @Nested Totals totals) {}

    record TotalsOfStore(String store, @Nested Totals totals) {}

    record BestProductOfStore(String store, @Nested BestProduct product) {}

    static ConsolidatedReport consolidated(Handle sql, Days days) {
        Map<String, Totals> totals = totals(sql, days);
        Map<String, List<BestProduct>> best = bestProducts(sql, days);
        List<StoreReport> reports = new ArrayList<>();
        Totals sum = Totals.ZERO;
        for (NamedStore store : NamedStore.all(sql)) {
            Totals ofStore = totals.getOrDefault(store.code(), Totals.ZERO);
            reports.add(
                    new StoreReport(store.code(), store.name(), ofStore, best.getOrDefault(store.code(), List.of())));
            sum = sum.plus(ofStore);
        }
        return new ConsolidatedReport(days.from(), days.to(), reports, sum);
    }

    private static Map<String, Totals> totals(Handle sql, Days days) {
        return sql.createQuery("SELECT store_code AS store, " + Totals.COLUMNS + """
                        FROM store_day WHERE day BETWEEN :from AND :to GROUP BY store_code LIMIT :limit
                        """)
                .bind("from", days.from())
                .bind("to", days.to())
                .bind("limit", STORES_LIMIT)
                .map(ConstructorMapper.of(TotalsOfStore.class))
                .collect(Collectors.toMap(TotalsOfStore::store, TotalsOfStore::totals));
    }

    private static Map<String, List<BestProduct>> bestProducts(Handle sql, Days days) {
        return sql.createQuery("""
                        SELECT ranked.store_code AS store, ranked.product_id, coalesce(p.sku, '') AS sku,
                               coalesce(p.name, '') AS name, ranked.units, ranked.amount,
                               coalesce(s.quantity, 0) AS stock
                        FROM (SELECT store_code, product_id, sum(units) AS units, sum(amount) AS amount,
                                     row_number() OVER (PARTITION BY store_code
                                                        ORDER BY sum(units) DESC, sum(amount) DESC, product_id) AS place
                              FROM product_day WHERE day BETWEEN :from AND :to GROUP BY store_code, product_id) AS ranked
                        LEFT JOIN product p ON p.id = ranked.product_id
                        LEFT JOIN stock s ON s.store_code = ranked.store_code AND s.product_id = ranked.product_id
                        WHERE ranked.place <= :best ORDER BY ranked.store_code, ranked.place LIMIT :limit
                        """)
                .bind("from", days.from())
                .bind("to", days.to())
                .bind("best", BEST_PRODUCTS)
                .bind("limit", STORES_LIMIT * BEST_PRODUCTS)
                .map(ConstructorMapper.of(BestProductOfStore.class))
                .collect(Collectors.groupingBy(
                        BestProductOfStore::store,
                        Collectors.mapping(BestProductOfStore::product, Collectors.toList())));
    }

    /** One step per day, without gaps. */
    static List<Step> byDay(Handle sql, String store, Days days) {
        return series(
                sql,
                store,
                days,
                "SELECT d::date AS day, NULL::int AS hour, " + Totals.COLUMNS
                        + """
                FROM generate_series(cast(:from AS date), cast(:to AS date), interval '1 day') AS d
                LEFT JOIN (SELECT * FROM %s) AS s ON s.day = d::date
                GROUP BY d ORDER BY d LIMIT :limit
                """.formatted(store.equals(ALL) ? OF_CHAIN : OF_STORE.formatted("store_day")));
    }

    /** One step per hour that has sales or refunds. */
    static List<Step> byHour(Handle sql, String store, Days days) {
        return series(
                sql,
                store,
                days,
                "SELECT day, hour, " + Totals.COLUMNS
                        + """
                FROM %s
                GROUP BY day, hour ORDER BY day, hour LIMIT :limit
                """.formatted(store.equals(ALL) ? OF_CHAIN : OF_STORE.formatted("store_hour")));
    }

    private static List<Step> series(Handle sql, String store, Days days, String statement) {
        Query query = sql.createQuery(statement);
        if (!store.equals(ALL)) {
            query.bind("store", store);
        }
        return query.bind("from", days.from())
                .bind("to", days.to())
                .bind("limit", STEPS_LIMIT)
                .map(ConstructorMapper.of(Step.class))
                .list();
    }
}
