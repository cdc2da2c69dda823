package dev.comptoir.store.checkout;

import static dev.comptoir.store.checkout.CheckoutProblems.EMPTY_CART;
import static dev.comptoir.store.checkout.CheckoutProblems.TOO_MANY_PARKED;
import static dev.comptoir.store.registers.RegisterProblems.CART_NOT_EMPTY;
import static dev.comptoir.store.registers.RegisterProblems.REGISTER_GONE;

import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Parameter;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.store.checkout.ParkedCarts.ParkedCart;
import dev.comptoir.store.registers.RegisterWrites;
import dev.comptoir.store.registers.Staff;
import dev.comptoir.store.registers.Till;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Parks the cart of the caller's register, and resumes parked carts. */
public final class ParkedCartsApi {
    private static final Parameter<UUID> ID = Parameter.pathUuid("id", "The parked cart");
    private static final int NOTE_LIMIT = 100;

    private final Database database;
    private final ParkedCarts parkedCarts;

    public ParkedCartsApi(Database database, ParkedCarts parkedCarts) {
        this.database = database;
        this.parkedCarts = parkedCarts;
    }

    /** @param note how to find it again, 0 to {@value #NOTE_LIMIT} characters */
    public record NewParkedCart(String note) {
        public NewParkedCart {
            if (note.length() > NOTE_LIMIT) {
                throw new IllegalArgumentException("a note has at most " + NOTE_LIMIT + " characters");
            }
        }
    }

    /** All parked carts of a store, oldest first. */
    public record ParkedCartList(List<ParkedCart> items) {}

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/parked-carts", "The parked carts of the store, oldest first")
                        .access(Staff.ANY)
                        .returns(200, ParkedCartList.class)
                        .handledBy(this::list),
                Endpoint.post("/parked-carts", "Parks the register's cart, which is then empty")
                        .access(Staff.ANY)
                        .idempotent()
                        .body(NewParkedCart.class)
                        .returns(201, ParkedCart.class)
                        .refuses(EMPTY_CART, TOO_MANY_PARKED, REGISTER_GONE)
                        .handledBy(this::park),
                Endpoint.post("/parked-carts/{id}/resume", "Moves a parked cart to the caller's register")
                        .access(Staff.ANY)
                        .takes(ID)
                        .idempotent()
                        .returns(200, Cart.class)
                        .refuses(ProblemType.NOT_FOUND, CART_NOT_EMPTY, REGISTER_GONE)
                        .handledBy(this::resume),
                discard());
    }

    private Endpoint discard() {
        return Endpoint.delete("/parked-carts/{id}", "Discards a parked cart")
                .access(Staff.ANY)
                .takes(ID)
                .returnsNoContent()
                .refuses(ProblemType.NOT_FOUND)
                .handledBy(this::discard);
    }

    private Response list(Request request) {
        String store = Till.storeOf(request.caller());
        return Response.ok(new ParkedCartList(database.read(sql -> ParkedCarts.all(sql, store))));
    }

    private Response park(Request request) {
        NewParkedCart parked = request.body(NewParkedCart.class);
        String cashier = request.caller().name();
        return RegisterWrites.once(database, request, "park", parked, (transaction, till) -> switch (parkedCarts.park(
                transaction, till, cashier, parked.note())) {
            case Outcome.Done<ParkedCart>(var cart) -> Response.created("/store/api/v1/parked-carts", cart);
            case Outcome.Refused<ParkedCart>(var reason) -> CheckoutProblems.refused(reason);
        });
    }

    private Response resume(Request request) {
        UUID id = request.get(ID);
        return RegisterWrites.once(
                database, request, "resume", Map.of("id", id), (transaction, till) -> switch (parkedCarts.resume(
                        transaction, till, id)) {
                    case Outcome.Done<Cart>(var cart) -> Response.ok(cart);
                    case Outcome.Refused<Cart>(var reason) -> CheckoutProblems.refused(reason);
                });
    }

    private Response discard(Request request) {
        UUID id = request.get(ID);
        boolean found = database.write(transaction ->
                ParkedCarts.remove(transaction, Till.of(request.caller()).store(), id));
        return found ? Response.noContent() : CheckoutProblems.refused(new Refusal.NotFound(id));
    }
}
