package dev.comptoir.store.registers;

import dev.comptoir.contract.StoreProfile;
import dev.comptoir.platform.http.Access;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Response;
import dev.comptoir.store.registers.Employees.StaffMember;
import dev.comptoir.store.registers.Stores.ServedStore;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;

/** What the login page of a register shows: the stores, their registers and their staff; and what receipts show. */
public final class StoresApi {
    private final Employees employees;
    private final Stores stores;
    private final boolean loginList;
    private final Clock clock;

    /** @param loginList whether anyone may see the names of the staff */
    public StoresApi(Employees employees, Stores stores, boolean loginList, Clock clock) {
        this.employees = employees;
        this.stores = stores;
        this.loginList = loginList;
        this.clock = clock;
    }

    /** All stores of this deployment, by code. */
    public record StoreList(List<ServedStore> items) {}

    /** Everyone who may work at a register, by name; empty when the list is turned off. */
    public record StaffList(List<StaffMember> items) {}

    /**
     * The profile of a store on a day.
     *
     * @param day today, by the store's calendar
     * @param profile in force on that day
     */
    public record ProfileOfDay(String store, String name, String timeZone, LocalDate day, StoreProfile profile) {}

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/store-profile", "What the receipts of the caller's store show today, and its taxes")
                        .access(Staff.ANY)
                        .returns(200, ProfileOfDay.class)
                        .refuses(RegisterProblems.REGISTER_GONE)
                        .handledBy(request -> profile(Till.storeOf(request.caller()))),
                Endpoint.get("/stores", "The stores of this deployment, and their registers")
                        .access(Access.anyone())
                        .returns(200, StoreList.class)
                        .handledBy(request -> Response.ok(new StoreList(stores.served()))),
                Endpoint.get("/staff", "Who may log in at a register")
                        .access(Access.anyone())
                        .returns(200, StaffList.class)
                        .handledBy(request -> Response.ok(new StaffList(loginList ? employees.staff() : List.of()))));
    }

    private Response profile(String store) {
        return stores.profiles(store)
                .map(found -> {
                    StoreProfiles profiles = found.profiles();
                    LocalDate day = profiles.day(clock.instant());
                    return Response.ok(new ProfileOfDay(
                            store, found.name(), profiles.timeZone().getId(), day, profiles.inForce(day)));
                })
                .orElseGet(RegisterProblems::gone);
    }
}
