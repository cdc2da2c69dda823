package dev.comptoir.tools.chaos;

import dev.comptoir.tools.cluster.Cluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Those who work during the chaos, logged in before it: a manager at every register, so that refunds need no approval.
 *
 * @param registers three in each of three stores
 */
record People(List<Http> registers, Http headOffice, Http warehouse, Http warehouseManager) {
    private static final List<String> STORES = List.of("S1", "S2", "S3");
    private static final int REGISTERS = 3;

    /** So much of every product that no shelf runs out. */
    private static final int PLENTY = 10_000;

    /** @param address where all services are reached: {@code http://127.0.0.1:8088} */
    static People at(String address, Cluster cluster) {
        List<Http> registers = new ArrayList<>();
        for (String store : STORES) {
            for (int number = 1; number <= REGISTERS; number++) {
                registers.add(Http.logIn(
                        address + "/store/api/v1", cluster.login("bob", Map.of("store", store, "register", number))));
            }
        }
        return new People(
                registers,
                Http.logIn(address + "/headoffice/api/v1", cluster.login("bob", Map.of())),
                Http.logIn(address + "/logistics/api/v1", cluster.login("farid", Map.of())),
                Http.logIn(address + "/logistics/api/v1", cluster.login("bob", Map.of())));
    }

    /** The body of a login at a service that knows no registers. */
    static String login(Cluster cluster, String username) {
        return new JsonMapper().writeValueAsString(cluster.login(username, Map.of()));
    }

    Http registerOfStore(String code) {
        return registers.get(STORES.indexOf(code) * REGISTERS);
    }

    /** Opens all registers and fills shelves and warehouse. */
    void prepare(int products) {
        for (Http register : registers) {
            Http.Reply opened = register.post("/register/open", newKey(), Map.of("openingFloat", 20_000));
            if (opened.status() != 409) {
                opened.must();
            }
        }
        List<Map<String, Object>> plenty = IntStream.rangeClosed(1, products)
                .<Map<String, Object>>mapToObj(product -> Map.of("productId", product, "counted", PLENTY))
                .toList();
        for (int store = 0; store < STORES.size(); store++) {
            registers
                    .get(store * REGISTERS)
                    .post("/stock/counts", newKey(), Map.of("lines", plenty))
                    .must();
        }
        for (int product = 1; product <= products; product++) {
            warehouse
                    .post("/stock/" + product + "/receipts", newKey(), Map.of("quantity", PLENTY))
                    .must();
        }
    }

    static String newKey() {
        return UUID.randomUUID().toString();
    }
}
