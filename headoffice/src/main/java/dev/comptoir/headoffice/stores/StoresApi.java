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
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The stores of the chain. */
public final class StoresApi {
    static final ProblemType STORE_EXISTS = new ProblemType("store-exists", 409, "Another store has this code");
    static final ProblemType UNKNOWN_DEPLOYMENT =
            new ProblemType("unknown-deployment", 422, "No such store service is connected to the head office");

    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9]{0,7}");
    private static final int NAME_LIMIT = 60;
    private static final int TAXES_LIMIT = 5;
    private static final int REGISTERS_LIMIT = 100;
    private static final int REGISTER_NUMBER_LIMIT = 9_999;

    private final Database database;
    private final Stores stores;

    public StoresApi(Database database, Stores stores) {
        this.database = database;
        this.stores = stores;
    }

    /**
     * A store to add.
     *
     * @param code a capital and at most seven capitals or digits
     * @param timeZone an IANA name; it decides the business day
     * @param taxes at most 5
     * @param registers 1 to 100, each number once
     * @param deployment the peer name of the store service that serves it; {@code store} when absent
     */
    public record NewStore(
            String code,
            String name,
            String timeZone,
            List<TaxRate> taxes,
            List<RegisterOfStore> registers,
            @Nullable String deployment) {
        public NewStore {
            taxes = List.copyOf(taxes);
            registers = List.copyOf(registers);
            require(CODE.matcher(code).matches(), "a code matches " + CODE);
            require(isName(name), "a name has 1 to " + NAME_LIMIT + " characters");
            require(ZoneId.getAvailableZoneIds().contains(timeZone), "timeZone is an IANA name: America/Toronto");
            require(taxes.size() <= TAXES_LIMIT, "a store has at most " + TAXES_LIMIT + " taxes");
            require(
                    taxes.stream().map(TaxRate::name).distinct().count() == taxes.size(),
                    "each tax has a name of its own");
            require(
                    !registers.isEmpty() && registers.size() <= REGISTERS_LIMIT,
                    "a store has 1 to " + REGISTERS_LIMIT + " registers");
            require(
                    registers.stream().map(RegisterOfStore::number).distinct().count() == registers.size(),
                    "each register has a number of its own");
            require(
                    registers.stream().allMatch(NewStore::isRegister),
                    "a register has a number from 1 to " + REGISTER_NUMBER_LIMIT + " and a name");
        }

        private static boolean isRegister(RegisterOfStore register) {
            return register.number() >= 1 && register.number() <= REGISTER_NUMBER_LIMIT && isName(register.name());
        }

        private static boolean isName(String name) {
            return !name.isBlank() && name.length() <= NAME_LIMIT;
        }

        private static void require(boolean holds, String expectation) {
            if (!holds) {
                throw new IllegalArgumentException(expectation);
            }
        }

        StoreChanged store() {
            return new StoreChanged(
                    code, name.strip(), timeZone, taxes, registers, deployment == null ? "store" : deployment, 1);
        }
    }

    /** A store of the chain. */
    public record Store(
            String code,
            String name,
            String timeZone,
            List<TaxRate> taxes,
            List<RegisterOfStore> registers,
            String deployment) {
        static Store of(StoreChanged store) {
            return new Store(
                    store.code(), store.name(), store.timeZone(), store.taxes(), store.registers(), store.deployment());
        }
    }

    /** All stores by their code. */
    public record StoreList(List<Store> items) {}

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/stores", "The stores of the chain")
                        .access(Staff.MANAGERS)
                        .answers(200, StoreList.class)
                        .handledBy(request -> Response.ok(new StoreList(database.read(
                                sql -> Stores.all(sql).stream().map(Store::of).toList())))),
                Endpoint.post("/stores", "Adds a store, known everywhere")
                        .access(Staff.MANAGERS)
                        .idempotent()
                        .body(NewStore.class)
                        .answers(201, Store.class)
                        .refuses(STORE_EXISTS, UNKNOWN_DEPLOYMENT)
                        .handledBy(this::add));
    }

    private Response add(Request request) {
        NewStore wanted = request.body(NewStore.class);
        StoreChanged store = wanted.store();
        if (!stores.knows(store.deployment())) {
            return Response.problem(UNKNOWN_DEPLOYMENT, "the deployment " + store.deployment() + " is not a peer");
        }
        return database.write(transaction -> Idempotency.once(
                transaction,
                "store " + request.caller().name(),
                request.idempotencyKey(),
                wanted,
                () -> stores.add(transaction, store)
                        ? Response.created("/headoffice/api/v1/stores", Store.of(store))
                        : Response.problem(STORE_EXISTS, "choose another code")));
    }
}
