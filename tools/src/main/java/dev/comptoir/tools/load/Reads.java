package dev.comptoir.tools.load;

import dev.comptoir.tools.client.ApiClient;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * The same read by every arrival.
 *
 * @param users the user of an arrival, by its number
 * @param checkEvery one response in this many is checked; checking all would take processor time from the services
 */
public record Reads(
        String operation, IntFunction<ApiClient> users, String path, int checkEvery, Predicate<JsonNode> rule)
        implements Workload {
    private static final int PRODUCTS = 50;

    /** A clerk reads the stock of several stores at once. */
    public static Reads stock(IntFunction<ApiClient> clerks, List<String> stores, int checkEvery) {
        String path = "/stock?limit=" + PRODUCTS + "&store=" + String.join("&store=", stores);
        return new Reads("stock", clerks, path, checkEvery, Checks::isStock);
    }

    /** A manager reads the consolidated report of all stores. */
    public static Reads report(IntFunction<ApiClient> managers, int checkEvery) {
        return new Reads("report", managers, "/reports/consolidated", checkEvery, Checks::isReport);
    }

    @Override
    public void run(Arrival arrival) {
        ApiClient user = users.apply(arrival.number());
        arrival.measure(
                operation,
                () -> user.get(path),
                response -> arrival.number() % checkEvery != 0 || rule.test(response.json()));
    }
}
