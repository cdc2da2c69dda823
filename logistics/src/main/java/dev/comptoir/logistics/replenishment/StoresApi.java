package dev.comptoir.logistics.replenishment;

import dev.comptoir.logistics.staff.Staff;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.sql.Database;
import java.util.List;

/** The stores that the warehouse serves. */
public final class StoresApi {
    private final Database database;
    private final Stores stores;

    public StoresApi(Database database, Stores stores) {
        this.database = database;
        this.stores = stores;
    }

    /** All stores, by code. */
    record StoreList(List<Stores.Store> items) {}

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/stores", "The stores that the warehouse serves, by code")
                .access(Staff.WAREHOUSE)
                .returns(200, StoreList.class)
                .handledBy(request -> Response.ok(new StoreList(database.read(stores::list)))));
    }
}
