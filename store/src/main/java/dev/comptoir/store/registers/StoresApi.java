package dev.comptoir.store.registers;

import dev.comptoir.platform.http.Access;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.sql.Database;
import java.util.List;

/** What a till must know before anybody has logged in: the stores, their registers, and who works there. */
public final class StoresApi {
    private final Database database;
    private final Stores stores;
    private final boolean loginList;

    /** @param loginList whether the names of the staff are shown to anybody */
    public StoresApi(Database database, Stores stores, boolean loginList) {
        this.database = database;
        this.stores = stores;
        this.loginList = loginList;
    }

    /** A store that is served here. */
    public record StoreSeen(String code, String name, List<RegisterSeen> registers) {}

    public record RegisterSeen(int number, String name, boolean open) {}

    /** All stores that are served here, by code. */
    public record StoreList(List<StoreSeen> items) {}

    public record PersonSeen(String username, String displayName, String role) {}

    /** Everybody who may work at a register, by name; nobody when the list is turned off. */
    public record PersonList(List<PersonSeen> items) {}

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/stores", "The stores that are served here, and their registers")
                        .access(Access.anyone())
                        .answers(200, StoreList.class)
                        .handledBy(request -> Response.ok(new StoreList(stores.served()))),
                Endpoint.get("/staff", "Who may log in at a register")
                        .access(Access.anyone())
                        .answers(200, PersonList.class)
                        .handledBy(request -> Response.ok(new PersonList(loginList ? staff() : List.of()))));
    }

    private List<PersonSeen> staff() {
        return database.read(sql -> sql.createQuery("""
                        SELECT username, display_name, role FROM employee
                        WHERE active AND role IN ('clerk', 'manager') ORDER BY display_name, username LIMIT 500
                        """)
                .map((row, context) -> new PersonSeen(row.getString(1), row.getString(2), row.getString(3)))
                .list());
    }
}
