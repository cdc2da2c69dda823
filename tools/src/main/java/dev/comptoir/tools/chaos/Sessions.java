package dev.comptoir.tools.chaos;

import dev.comptoir.tools.client.ApiClient;
import dev.comptoir.tools.client.StoreSetup;
import dev.comptoir.tools.cluster.Cluster;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * The sessions in which requests are sent. A manager is logged in at every register, so that refunds need no approval.
 *
 * @param registers three in each of three stores
 */
record Sessions(List<ApiClient> registers, ApiClient headOffice, ApiClient warehouse, ApiClient warehouseManager) {
    private static final List<String> STORES = List.of("S1", "S2", "S3");
    private static final int REGISTERS = 3;

    /** Units of each product; no shelf runs out. */
    private static final int PLENTY = 10_000;

    /** @param address of all services: {@code http://127.0.0.1:8088} */
    static Sessions logIn(String address, Cluster cluster) {
        URI uri = URI.create(address);
        List<ApiClient> registers = new ArrayList<>();
        for (String store : STORES) {
            for (int number = 1; number <= REGISTERS; number++) {
                Map<String, Object> place = Map.of("store", store, "register", number);
                registers.add(ApiClient.of(uri, "store").login(cluster.login("bob", place)));
            }
        }
        ApiClient logistics = ApiClient.of(uri, "logistics");
        return new Sessions(
                registers,
                ApiClient.of(uri, "headoffice").login(cluster.login("bob", Map.of())),
                logistics.login(cluster.login("farid", Map.of())),
                logistics.login(cluster.login("bob", Map.of())));
    }

    ApiClient register(int number) {
        return registers.get(number % registers.size());
    }

    /** Register 1 of a store. */
    ApiClient registerOf(String store) {
        return registers.get(STORES.indexOf(store) * REGISTERS);
    }

    /** Opens all registers and fills shelves and warehouse. */
    void prepare(int products) {
        registers.forEach(StoreSetup::openRegister);
        List<Long> ids = LongStream.rangeClosed(1, products).boxed().toList();
        STORES.forEach(store -> StoreSetup.fillShelves(registerOf(store), ids, PLENTY));
        for (long product : ids) {
            warehouse
                    .post("/stock/" + product + "/receipts", Map.of("quantity", PLENTY))
                    .orThrow();
        }
    }
}
