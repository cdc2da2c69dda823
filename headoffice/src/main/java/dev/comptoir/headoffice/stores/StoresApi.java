package dev.comptoir.headoffice.stores;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.comptoir.contract.Event.RegisterOfStore;
import dev.comptoir.contract.Event.StoreChanged;
import dev.comptoir.contract.StoreProfile;
import dev.comptoir.contract.TaxRate;
import dev.comptoir.headoffice.staff.Staff;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Idempotency;
import dev.comptoir.platform.http.Parameter;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.sql.Database;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The stores of the chain: added and changed, with their profiles and their history. */
public final class StoresApi {
    static final ProblemType STORE_EXISTS = new ProblemType("store-exists", 409, "Another store has this code");
    static final ProblemType UNKNOWN_DEPLOYMENT =
            new ProblemType("unknown-deployment", 422, "No such store service is connected to the head office");
    static final ProblemType VERSION_REQUIRED =
            new ProblemType("version-required", 428, "A change must name the store version that it is based on");
    static final ProblemType VERSION_STALE =
            new ProblemType("version-stale", 412, "The store was changed after it was read");
    static final ProblemType PROFILE_TOO_EARLY =
            new ProblemType("profile-too-early", 422, "A profile begins today or later");
    static final ProblemType TOO_MANY_PROFILES =
            new ProblemType("too-many-profiles", 422, "The store has too many profiles");
    static final ProblemType UNKNOWN_TAX_CLASS =
            new ProblemType("unknown-tax-class", 422, "No tax class has this code");
    static final ProblemType REGISTER_UNNAMED = new ProblemType("register-unnamed", 422, "A new register needs a name");
    static final ProblemType TOO_MANY_REGISTERS =
            new ProblemType("too-many-registers", 422, "The store would have too many registers");
    static final ProblemType LAST_REGISTER =
            new ProblemType("last-register", 409, "A store needs at least one register in service");

    private static final Parameter<String> CODE = Parameter.path("code", "The store", NewStore.CODE);
    private static final Parameter<String> IF_MATCH =
            Parameter.header("If-Match", "The ETag of the store that the change is based on", "\"[0-9]{1,18}\"");

    private final Database database;
    private final Stores stores;
    private final Clock clock;

    public StoresApi(Database database, Stores stores, Clock clock) {
        this.database = database;
        this.stores = stores;
        this.clock = clock;
    }

    /**
     * A store of the chain.
     *
     * @param taxes today's rates of the class {@code standard}
     */
    public record Store(
            String code,
            String name,
            String timeZone,
            List<TaxRate> taxes,
            List<RegisterOfStore> registers,
            String deployment,
            long version) {}

    /** All stores, by code. */
    public record StoreList(List<Store> items) {}

    /**
     * A store with its profiles and its history.
     *
     * @param today by the store's calendar
     * @param profile in force today; that of its taxes, with version 0, for a store that never got one
     * @param profiles those that have begun and those that will, oldest first
     * @param history newest first, at most {@value StoreChange#HISTORY_LIMIT_CHANGES}
     */
    public record StoreDetails(
            @JsonUnwrapped Store store,
            LocalDate today,
            StoreProfile profile,
            List<StoreProfile> profiles,
            List<StoreChange> history) {}

    public List<Endpoint> endpoints() {
        return List.of(list(), one(), addition(), change());
    }

    private Endpoint list() {
        return Endpoint.get("/stores", "The stores of the chain")
                .access(Staff.MANAGERS)
                .returns(200, StoreList.class)
                .handledBy(request -> Response.ok(new StoreList(database.read(
                        sql -> Stores.all(sql).stream().map(this::store).toList()))));
    }

    private Endpoint one() {
        return Endpoint.get("/stores/{code}", "One store with its profiles and history, and its version as ETag")
                .access(Staff.MANAGERS)
                .takes(CODE)
                .returns(200, StoreDetails.class)
                .refuses(ProblemType.NOT_FOUND)
                .handledBy(request -> database.read(sql -> Stores.find(sql, request.get(CODE))
                        .map(store -> tagged(Response.ok(details(sql, store)), store.version()))
                        .orElseGet(() -> problem(new Stores.NotFound()))));
    }

    private Endpoint addition() {
        return Endpoint.post("/stores", "Adds a store; every service gets it")
                .access(Staff.MANAGERS)
                .idempotent()
                .body(NewStore.class)
                .returns(201, Store.class)
                .refuses(STORE_EXISTS, UNKNOWN_DEPLOYMENT, UNKNOWN_TAX_CLASS)
                .handledBy(this::add);
    }

    private Endpoint change() {
        return Endpoint.patch(
                        "/stores/{code}",
                        "Changes a store's name or registers, or adds a profile; every service gets the change")
                .access(Staff.MANAGERS)
                .takes(CODE, IF_MATCH)
                .body(StorePatch.class)
                .returns(200, StoreDetails.class)
                .refuses(
                        ProblemType.NOT_FOUND,
                        VERSION_REQUIRED,
                        VERSION_STALE,
                        PROFILE_TOO_EARLY,
                        TOO_MANY_PROFILES,
                        UNKNOWN_TAX_CLASS,
                        REGISTER_UNNAMED,
                        TOO_MANY_REGISTERS,
                        LAST_REGISTER)
                .handledBy(this::change);
    }

    private Response add(Request request) {
        NewStore wanted = request.body(NewStore.class);
        String by = request.caller().name();
        return database.write(transaction -> Idempotency.once(
                transaction,
                "store " + by,
                request.idempotencyKey(),
                wanted,
                () -> response(transaction.sql(), stores.add(transaction, wanted.store(), by))));
    }

    private Response change(Request request) {
        StorePatch patch = request.body(StorePatch.class);
        String etag = request.find(IF_MATCH);
        if (etag == null) {
            return Response.problem(VERSION_REQUIRED, "send the store's ETag in the header If-Match");
        }
        long version = Long.parseLong(etag.replace("\"", ""));
        String by = request.caller().name();
        return database.write(transaction ->
                response(transaction.sql(), stores.change(transaction, request.get(CODE), version, patch, by)));
    }

    private Response response(Handle sql, Stores.Outcome outcome) {
        return switch (outcome) {
            case Stores.Added(var store) ->
                tagged(Response.created("/headoffice/api/v1/stores/" + store.code(), store(store)), store.version());
            case Stores.Changed(var store) -> tagged(Response.ok(details(sql, store)), store.version());
            case Stores.Refusal refusal -> problem(refusal);
        };
    }

    private static Response problem(Stores.Refusal refusal) {
        return switch (refusal) {
            case Stores.StoreExists() -> Response.problem(STORE_EXISTS, "choose another code");
            case Stores.UnknownDeployment(var deployment) ->
                Response.problem(UNKNOWN_DEPLOYMENT, "the deployment " + deployment + " is not a peer");
            case Stores.NotFound() -> Response.problem(ProblemType.NOT_FOUND, "no store has this code");
            case Stores.VersionStale(var version) ->
                tagged(
                        Response.problem(
                                VERSION_STALE,
                                "the store has version " + version + "; read it and try again",
                                Map.of("version", version)),
                        version);
            case Stores.ProfileTooEarly(var today) ->
                Response.problem(PROFILE_TOO_EARLY, "today is " + today + " in the store", Map.of("today", today));
            case Stores.TooManyProfiles() ->
                Response.problem(TOO_MANY_PROFILES, "a store has at most " + Stores.PROFILES_LIMIT + " profiles");
            case Stores.UnknownTaxClass(var code) ->
                Response.problem(UNKNOWN_TAX_CLASS, "no tax class has the code " + code, Map.of("taxClass", code));
            case Stores.RegisterUnnamed(var number) ->
                Response.problem(REGISTER_UNNAMED, "register " + number + " is new", Map.of("register", number));
            case Stores.TooManyRegisters() ->
                Response.problem(
                        TOO_MANY_REGISTERS, "a store has at most " + StoreValues.REGISTERS_LIMIT + " registers");
            case Stores.LastRegister() -> Response.problem(LAST_REGISTER, "add another register first");
        };
    }

    private static Response tagged(Response response, long version) {
        return response.header("ETag", "\"" + version + "\"");
    }

    private Store store(StoreChanged store) {
        return new Store(
                store.code(),
                store.name(),
                store.timeZone(),
                Profiles.standardRates(store, today(store)),
                store.registers(),
                store.deployment(),
                store.version());
    }

    private StoreDetails details(Handle sql, StoreChanged store) {
        LocalDate today = today(store);
        return new StoreDetails(
                store(store),
                today,
                Profiles.inForce(store, today),
                store.profiles(),
                StoreChange.newest(sql, store.code()));
    }

    private LocalDate today(StoreChanged store) {
        return Profiles.today(store, clock.instant());
    }
}
