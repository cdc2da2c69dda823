package dev.comptoir.tools.bench;

import dev.comptoir.tools.client.ApiClient;
import dev.comptoir.tools.client.StoreSetup;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a chain does all day: sales, carts, stock, searches, product changes with their events, and reports. */
final class HotPaths {
    /** A prepared statement gets its final plan after five executions (PostgreSQL, PREPARE). */
    private static final int TIMES = 12;

    private static final int GIVEN_CENTS = 100_000;
    private static final List<String> DATABASES = List.of("store", "headoffice", "logistics");

    private final ScaleChain chain;

    HotPaths(ScaleChain chain) {
        this.chain = chain;
    }

    /** Reads of one store, whose answers are as long in every chain, by name. */
    static Map<String, String> reports() {
        LocalDate to = LocalDate.now(ZoneOffset.UTC).minusDays(2);
        String days = "&from=" + to.minusDays(29) + "&to=" + to;
        String week = "&from=" + to.minusDays(6) + "&to=" + to;
        Map<String, String> reports = new TreeMap<>();
        reports.put("a store by day, 30 days", "/analytics/sales?by=day&store=A0001" + days);
        reports.put("a store by hour, 7 days", "/analytics/sales?by=hour&store=A0001" + week);
        reports.put("all stores by day, 30 days", "/analytics/sales?by=day" + days);
        reports.put("all stores by hour, 7 days", "/analytics/sales?by=hour" + week);
        reports.put("a store today", "/analytics/today?store=A0001");
        reports.put("taxes and tenders of a store, 30 days", "/tax-report?store=A0001" + days);
        reports.put("50 newest sales of a store", "/sales?limit=50&store=A0001");
        reports.put("50 newest sales", "/sales?limit=50");
        reports.put("one sale", "/sales/A0001-1-000001");
        return reports;
    }

    /** Searches: one product, some, many, almost all, none; words with a trigram and shorter ones. */
    static List<String> searches() {
        return List.of("G-000777", "yogourt bio", "lait", "la", "00", "zq");
    }

    static String search(String words) {
        return "/products?limit=50&query=" + words.replace(" ", "%20");
    }

    /** The faults of the plans; restarts the services. */
    Set<String> faults() throws SQLException, IOException {
        chain.execute("store", Plans.LOG_ALL);
        DATABASES.forEach(chain::secondsToStart);
        ApiClient manager = chain.manager();
        List<ApiClient> registers = chain.registers();
        Plans.clear(chain.databaseLog());
        for (int time = 0; time < TIMES; time++) {
            ApiClient register = registers.get(time % registers.size());
            sell(register, time);
            search(register, manager);
            changeProduct(manager, time);
        }
        chain.cost().settle();
        return Plans.faults(chain.databaseLog(), rows());
    }

    private void sell(ApiClient register, int time) {
        long[] products = chain.size().twoProducts(time);
        register.post("/sales", StoreSetup.sale(GIVEN_CENTS, products)).orThrow();
        Map<String, Object> payment = Map.of("payments", List.of(Map.of("tender", "cash", "amount", GIVEN_CENTS)));
        register.post("/cart/lines", Map.of("productId", products[0], "quantity", 2))
                .orThrow();
        register.post("/cart/lines", Map.of("productId", products[1], "quantity", 1))
                .orThrow();
        register.read("/cart");
        register.post("/sales", payment).orThrow();
        register.read("/sales?limit=50");
    }

    private static void search(ApiClient register, ApiClient manager) {
        for (String words : searches()) {
            register.read(search(words));
            register.read("/stock?limit=50&store=A0001&store=A0002&query=" + words.replace(" ", "%20"));
            manager.read(search(words));
        }
        register.read("/products?limit=50");
        register.read("/products/1001");
        register.read("/stock?limit=50&store=A0001&store=A0002&store=A0003");
        manager.read("/products?limit=50");
        reports().values().forEach(manager::read);
    }

    private static void changeProduct(ApiClient manager, int time) {
        String product = "/products/" + (1_500 + time);
        String etag = "\"" + manager.read(product).path("version").asLong() + "\"";
        manager.patch(product, etag, Map.of("price", 500 + time)).orThrow();
    }

    /** Of each table, as the planner estimates them; of equal names the larger. */
    private Map<String, Long> rows() throws SQLException {
        Map<String, Long> rows = new HashMap<>();
        for (String database : DATABASES) {
            try (Connection connection = chain.connect(database);
                    Statement sql = connection.createStatement();
                    ResultSet tables = sql.executeQuery(
                            "SELECT relname, reltuples::bigint FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")) {
                while (tables.next()) {
                    rows.merge(tables.getString(1), tables.getLong(2), Math::max);
                }
            }
        }
        return rows;
    }
}
