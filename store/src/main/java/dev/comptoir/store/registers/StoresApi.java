package dev.comptoir.store.registers;

import dev.comptoir.platform.http.Access;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Response;
import dev.comptoir.store.registers.Employees.StaffMember;
import dev.comptoir.store.registers.Stores.ServedStore;
import java.util.List;

/** What the login page of a register shows: the stores, their registers and their staff. */
public final class StoresApi {
    private final Employees employees;
    private final Stores stores;
    private final boolean loginList;

    /** @param loginList whether anyone may see the names of the staff */
    public StoresApi(Employees employees, Stores stores, boolean loginList) {
        this.employees = employees;
        this.stores = stores;
        this.loginList = loginList;
    }

    /** All stores of this deployment, by code. */
    public record StoreList(List<ServedStore> items) {}

    /** Everyone who may work at a register, by name; empty when the list is turned off. */
    public record StaffList(List<StaffMember> items) {}

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/stores", "The stores of this deployment, and their registers")
                        .access(Access.anyone())
                        .returns(200, StoreList.class)
                        .handledBy(request -> Response.ok(new StoreList(stores.served()))),
                Endpoint.get("/staff", "Who may log in at a register")
                        .access(Access.anyone())
                        .returns(200, StaffList.class)
                        .handledBy(request -> Response.ok(new StaffList(loginList ? employees.staff() : List.of()))));
    }
}
