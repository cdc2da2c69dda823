package dev.comptoir.store.registers;

import dev.comptoir.platform.http.Access;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.store.registers.Stores.ServedStore;
import java.util.List;

/** What the login page of a register shows: the stores, their registers and their staff. */
public final class StoresApi {
    private static final int STAFF_LIMIT = 500;

    private final Database database;
    private final Stores stores;
    private final boolean loginList;

    /** @param loginList whether anyone may see the names of the staff */
    public StoresApi(Database database, Stores stores, boolean loginList) {
        this.database = database;
        this.stores = stores;
        this.loginList = loginList;
    }

    /** All stores of this deployment, by code. */
    public record StoreList(List<ServedStore> items) {}

    public record StaffMember(String username, String displayName, String role) {}

    /** Everyone who may work at a register, by name; empty when the list is turned off. */
    public record StaffList(List<StaffMember> items) {}

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/stores", "The stores of this deployment, and their registers")
                        .access(Access.anyone())
                        .answers(200, StoreList.class)
                        .handledBy(request -> Response.ok(new StoreList(stores.served()))),
                Endpoint.get("/staff", "Who may log in at a register")
                        .access(Access.anyone())
                        .answers(200, StaffList.class)
                        .handledBy(request -> Response.ok(new StaffList(loginList ? staff() : List.of()))));
    }

    private List<StaffMember> staff() {
        return database.read(sql -> sql.createQuery("""
                        SELECT username, display_name, role FROM employee
                        WHERE active AND role IN ('clerk', 'manager') ORDER BY display_name, username LIMIT :limit
                        """)
                .bind("limit", STAFF_LIMIT)
                .map((row, context) -> new StaffMember(row.getString(1), row.getString(2), row.getString(3)))
                .list());
    }
}
