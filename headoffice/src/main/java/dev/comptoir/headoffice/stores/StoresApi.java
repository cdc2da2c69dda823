package dev.comptoir.headoffice.stores;

import dev.comptoir.contract.Event.RegisterOfStore;
import dev.comptoir.contract.Event.StoreChanged;
import dev.comptoir.contract.TaxRate;
import dev.comptoir.headoffice.staff.Staff;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Idempotency;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.sql.Database;
import java.util.List;

/** The stores of the chain. */
public final class StoresApi {
    static final ProblemType STORE_EXISTS = new ProblemType("store-exists", 409, "Another store has this code");
    static final ProblemType UNKNOWN_DEPLOYMENT =
            new ProblemType("unknown-deployment", 422, "No such store service is connected to the head office");

    private final Database database;
    private final Stores stores;

    public StoresApi(Database database, Stores stores) {
        this.database = database;
        this.stores = stores;
    }

    /** A store of the chain. */
    public record Store(
            String code,
            String name,
            String timeZone,
            List<TaxRate> taxes,
            List<RegisterOfStore> registers,
            String deployment) {
        private static Store of(StoreChanged store) {
            return new Store(
                    store.code(), store.name(), store.timeZone(), store.taxes(), store.registers(), store.deployment());
        }
    }

    /** All stores, by code. */
    public record StoreList(List<Store> items) {}

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/stores", "The stores of the chain")
                        .access(Staff.MANAGERS)
                        .returns(200, StoreList.class)
                        .handledBy(request -> Response.ok(new StoreList(database.read(
                                sql -> Stores.all(sql).stream().map(Store::of).toList())))),
                Endpoint.post("/stores", "Adds a store; every service gets it")
                        .access(Staff.MANAGERS)
                        .idempotent()
                        .body(NewStore.class)
                        .returns(201, Store.class)
                        .refuses(STORE_EXISTS, UNKNOWN_DEPLOYMENT)
                        .handledBy(this::add));
    }

    private Response add(Request request) {
        NewStore wanted = request.body(NewStore.class);
        return database.write(transaction -> Idempotency.once(
                transaction,
                "store " + request.caller().name(),
                request.idempotencyKey(),
                wanted,
                () -> response(stores.add(transaction, wanted.store()))));
    }

    private static Response response(Stores.Outcome outcome) {
        return switch (outcome) {
            case Stores.Added(var store) -> Response.created("/headoffice/api/v1/stores", Store.of(store));
            case Stores.Refusal refusal -> problem(refusal);
        };
    }

    private static Response problem(Stores.Refusal refusal) {
        return switch (refusal) {
            case Stores.StoreExists() -> Response.problem(STORE_EXISTS, "choose another code");
            case Stores.UnknownDeployment(var deployment) ->
                Response.problem(UNKNOWN_DEPLOYMENT, "the deployment " + deployment + " is not a peer");
        };
    }
}
