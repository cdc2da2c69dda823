package dev.comptoir.store.checkout;

import dev.comptoir.contract.Money;
import dev.comptoir.contract.Quantity;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Idempotency;
import dev.comptoir.platform.http.Parameter;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.store.approvals.Approvals;
import dev.comptoir.store.approvals.Approvals.Approval;
import dev.comptoir.store.drawer.DrawerApi;
import dev.comptoir.store.registers.Staff;
import dev.comptoir.store.registers.Till;
import dev.comptoir.store.shelf.Shelf;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The cart of the caller's register. */
public final class CartApi {
    static final ProblemType NO_SUCH_LINE = new ProblemType("no-such-line", 404, "The product is not in the cart");
    static final ProblemType CART_FULL = new ProblemType("cart-full", 409, "The cart has no room for another line");
    static final ProblemType TOO_MANY_UNITS =
            new ProblemType("too-many-units", 422, "A line holds at most 10,000 units");

    private static final Parameter<Long> PRODUCT = Parameter.pathNumber("productId", "The product");

    private static final int REASON_LIMIT = 200;

    private final Database database;
    private final Carts carts;
    private final Approvals approvals;

    public CartApi(Database database, Carts carts, Approvals approvals) {
        this.database = database;
        this.carts = carts;
        this.approvals = approvals;
    }

    /**
     * A product to put into the cart, named in exactly one way.
     *
     * @param quantity 1 when absent; a product that is in the cart already gets so many units more
     */
    public record NewCartLine(
            @Nullable Long productId,
            @Nullable String sku,
            @Nullable String barcode,
            @Nullable Quantity quantity) {
        public NewCartLine {
            if (Stream.of(productId, sku, barcode).filter(Objects::nonNull).count() != 1) {
                throw new IllegalArgumentException("exactly one of productId, sku and barcode names the product");
            }
        }

        int units() {
            return quantity == null ? 1 : quantity.units();
        }
    }

    /** How many units of a product are in the cart. */
    public record NewQuantity(Quantity quantity) {}

    /**
     * Another price for a product in the cart.
     *
     * @param price of one unit, from 0.00 to 1,000,000.00
     * @param reason 1 to 200 characters
     * @param approval a clerk needs one
     */
    public record NewPrice(
            Money price, String reason, @Nullable Approval approval) {
        private static final long LIMIT_CENTS = 100_000_000;

        public NewPrice {
            if (price.isNegative() || price.cents() > LIMIT_CENTS) {
                throw new IllegalArgumentException("a price lies between 0 and " + LIMIT_CENTS + " cents");
            }
            if (reason.isBlank() || reason.length() > REASON_LIMIT) {
                throw new IllegalArgumentException("a reason has 1 to " + REASON_LIMIT + " characters");
            }
        }
    }

    public List<Endpoint> endpoints() {
        return Stream.of(lineEndpoints(), priceEndpoints())
                .flatMap(List::stream)
                .toList();
    }

    private List<Endpoint> lineEndpoints() {
        return List.of(
                Endpoint.get("/cart", "The cart, at the prices of now, which count as told to the customer")
                        .access(Staff.ANY)
                        .answers(200, Cart.class)
                        .refuses(DrawerApi.REGISTER_GONE)
                        .handledBy(request -> change(request, carts::show)),
                Endpoint.post("/cart/lines", "Adds units of a product")
                        .access(Staff.ANY)
                        .idempotent()
                        .body(NewCartLine.class)
                        .answers(200, Cart.class)
                        .refuses(Shelf.UNKNOWN_PRODUCT, CART_FULL, TOO_MANY_UNITS, DrawerApi.REGISTER_GONE)
                        .handledBy(this::add),
                Endpoint.put("/cart/lines/{productId}", "Sets how many units of a product are in the cart")
                        .access(Staff.ANY)
                        .takes(PRODUCT)
                        .body(NewQuantity.class)
                        .answers(200, Cart.class)
                        .refuses(NO_SUCH_LINE, DrawerApi.REGISTER_GONE)
                        .handledBy(this::set),
                Endpoint.delete("/cart/lines/{productId}", "Takes a product out of the cart")
                        .access(Staff.ANY)
                        .takes(PRODUCT)
                        .answers(200, Cart.class)
                        .refuses(NO_SUCH_LINE, DrawerApi.REGISTER_GONE)
                        .handledBy(this::remove),
                Endpoint.delete("/cart", "Empties the cart")
                        .access(Staff.ANY)
                        .answers(200, Cart.class)
                        .refuses(DrawerApi.REGISTER_GONE)
                        .handledBy(request -> change(request, carts::empty)));
    }

    private List<Endpoint> priceEndpoints() {
        return List.of(
                Endpoint.put("/cart/lines/{productId}/price", "Gives a product in the cart another price")
                        .access(Staff.ANY)
                        .takes(PRODUCT)
                        .body(NewPrice.class)
                        .answers(200, Cart.class)
                        .refuses(
                                NO_SUCH_LINE,
                                DrawerApi.REGISTER_GONE,
                                Approvals.APPROVAL_NEEDED,
                                Approvals.APPROVAL_REFUSED)
                        .handledBy(this::force),
                Endpoint.delete("/cart/lines/{productId}/price", "Gives a product in the cart its own price again")
                        .access(Staff.ANY)
                        .takes(PRODUCT)
                        .answers(200, Cart.class)
                        .refuses(NO_SUCH_LINE, DrawerApi.REGISTER_GONE)
                        .handledBy(this::unforce));
    }

    private Response add(Request request) {
        NewCartLine line = request.body(NewCartLine.class);
        Till till = Till.of(request.caller());
        return database.write(transaction -> Idempotency.once(
                transaction,
                till.scope("cart"),
                request.idempotencyKey(),
                line,
                () -> answer(carts.add(transaction, till, line))));
    }

    private Response set(Request request) {
        Quantity quantity = request.body(NewQuantity.class).quantity();
        long product = request.get(PRODUCT);
        return change(request, (transaction, till) -> carts.set(transaction, till, product, quantity));
    }

    private Response remove(Request request) {
        long product = request.get(PRODUCT);
        return change(request, (transaction, till) -> carts.remove(transaction, till, product));
    }

    private Response force(Request request) {
        NewPrice wanted = request.body(NewPrice.class);
        long product = request.get(PRODUCT);
        Optional<String> manager = approvals.managerOf(request, wanted.approval());
        if (manager.isEmpty()) {
            return Approvals.needed(wanted.price(), Money.ZERO);
        }
        return change(request, (transaction, till) -> {
            Carts.Outcome outcome = carts.force(transaction, till, product, wanted.price());
            if (outcome instanceof Carts.Changed) {
                approvals.record(
                        transaction,
                        till,
                        Approvals.Kind.PRICE,
                        product + ": " + wanted.reason().strip(),
                        wanted.price(),
                        request.caller().name(),
                        manager.get());
            }
            return outcome;
        });
    }

    private Response unforce(Request request) {
        long product = request.get(PRODUCT);
        return change(request, (transaction, till) -> carts.force(transaction, till, product, null));
    }

    private Response change(Request request, BiFunction<Transaction, Till, Carts.Outcome> change) {
        Till till = Till.of(request.caller());
        return answer(database.write(transaction -> change.apply(transaction, till)));
    }

    private static Response answer(Carts.Outcome outcome) {
        return switch (outcome) {
            case Carts.Changed(var cart) -> Response.ok(cart);
            case Carts.UnknownProduct unknown -> Response.problem(Shelf.UNKNOWN_PRODUCT, "no product has this name");
            case Carts.NoSuchLine none -> Response.problem(NO_SUCH_LINE, "add the product first");
            case Carts.CartFull full ->
                Response.problem(CART_FULL, "a cart has at most " + Carts.LINES_LIMIT + " lines");
            case Carts.TooMany tooMany -> Response.problem(TOO_MANY_UNITS, "put fewer units into the cart");
            case Carts.RegisterGone gone -> Response.problem(DrawerApi.REGISTER_GONE, "log in at another register");
        };
    }
}
