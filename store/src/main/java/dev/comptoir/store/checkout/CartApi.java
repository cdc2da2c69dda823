package dev.comptoir.store.checkout;

import static dev.comptoir.store.approvals.ApprovalProblems.APPROVAL_NEEDED;
import static dev.comptoir.store.approvals.ApprovalProblems.APPROVAL_REFUSED;
import static dev.comptoir.store.checkout.CheckoutProblems.CART_CHANGED;
import static dev.comptoir.store.checkout.CheckoutProblems.CART_FULL;
import static dev.comptoir.store.checkout.CheckoutProblems.DISCOUNT_TOO_HIGH;
import static dev.comptoir.store.checkout.CheckoutProblems.EMPTY_CART;
import static dev.comptoir.store.checkout.CheckoutProblems.NO_SUCH_LINE;
import static dev.comptoir.store.checkout.CheckoutProblems.TOO_MANY_UNITS;
import static dev.comptoir.store.checkout.CheckoutProblems.UNKNOWN_DEPOSIT;
import static dev.comptoir.store.registers.RegisterProblems.REGISTER_GONE;

import dev.comptoir.contract.Deposit;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.Quantity;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Parameter;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.store.approvals.ApprovalProblems;
import dev.comptoir.store.approvals.Approvals;
import dev.comptoir.store.approvals.Approvals.Approval;
import dev.comptoir.store.approvals.Approvals.Approved;
import dev.comptoir.store.registers.RegisterWrites;
import dev.comptoir.store.registers.Staff;
import dev.comptoir.store.registers.Till;
import dev.comptoir.store.shelf.Shelf;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The cart of the caller's register. */
public final class CartApi {
    private static final Parameter<Long> PRODUCT = Parameter.pathNumber("productId", "The product");

    private static final int REASON_LIMIT = 200;
    private static final int EMPTIES_LIMIT = 1_000;

    private final Database database;
    private final Carts carts;
    private final Approvals approvals;

    public CartApi(Database database, Carts carts, Approvals approvals) {
        this.database = database;
        this.carts = carts;
        this.approvals = approvals;
    }

    /** How many units of a product are in the cart. */
    public record NewQuantity(Quantity quantity) {}

    /**
     * The empties that the customer brings back.
     *
     * @param empties each deposit once, and at most {@value #EMPTIES_LIMIT} containers; none to remove them
     */
    public record NewEmpties(List<Deposit> empties) {
        public NewEmpties {
            empties = List.copyOf(empties);
            if (empties.stream().map(Deposit::each).distinct().count() != empties.size()) {
                throw new IllegalArgumentException("each deposit is named once");
            }
            if (empties.stream().mapToLong(Deposit::containers).sum() > EMPTIES_LIMIT) {
                throw new IllegalArgumentException("at most " + EMPTIES_LIMIT + " containers come back together");
            }
        }
    }

    /**
     * A price override for the units of a product that are in the cart.
     *
     * @param price of one unit, 0.00 to 1,000,000.00
     * @param reason 1 to 200 characters
     * @param approval a clerk needs one
     * @param cartVersion of the cart that was approved; refused when the cart or its list prices have changed since
     */
    public record NewPrice(
            Money price,
            String reason,
            @Nullable Approval approval,
            @Nullable Long cartVersion) {
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

    /**
     * A discount on the units of a product that are in the cart, or on everything in it.
     *
     * @param percent 1 to 100; or {@code amount}
     * @param reason 1 to 200 characters
     * @param approval a clerk needs one
     * @param cartVersion of the cart that was approved; refused when the cart or its list prices have changed since
     */
    public record NewDiscount(
            @Nullable Integer percent,
            @Nullable Money amount,
            String reason,
            @Nullable Approval approval,
            @Nullable Long cartVersion) {
        public NewDiscount {
            new Discount(percent, amount, reason);
        }

        Discount discount() {
            return new Discount(percent, amount, reason);
        }
    }

    public List<Endpoint> endpoints() {
        return Stream.of(cartEndpoints(), lineEndpoints(), priceEndpoints(), discountEndpoints(), emptiesEndpoints())
                .flatMap(List::stream)
                .toList();
    }

    private List<Endpoint> cartEndpoints() {
        return List.of(
                Endpoint.get("/cart", "The cart at current prices, which count as shown to the customer")
                        .access(Staff.ANY)
                        .returns(200, Cart.class)
                        .refuses(REGISTER_GONE)
                        .handledBy(request -> change(request, carts::show)),
                Endpoint.delete("/cart", "Empties the cart")
                        .access(Staff.ANY)
                        .returns(200, Cart.class)
                        .refuses(REGISTER_GONE)
                        .handledBy(request -> change(request, carts::empty)));
    }

    private List<Endpoint> lineEndpoints() {
        return List.of(
                Endpoint.post("/cart/lines", "Adds units of a product")
                        .access(Staff.ANY)
                        .idempotent()
                        .body(NewCartLine.class)
                        .returns(200, Cart.class)
                        .refuses(Shelf.UNKNOWN_PRODUCT, CART_FULL, TOO_MANY_UNITS, REGISTER_GONE)
                        .handledBy(this::add),
                Endpoint.put("/cart/lines/{productId}", "Sets how many units of a product are in the cart")
                        .access(Staff.ANY)
                        .takes(PRODUCT)
                        .body(NewQuantity.class)
                        .returns(200, Cart.class)
                        .refuses(NO_SUCH_LINE, REGISTER_GONE)
                        .handledBy(this::set),
                Endpoint.delete("/cart/lines/{productId}", "Removes a product from the cart")
                        .access(Staff.ANY)
                        .takes(PRODUCT)
                        .returns(200, Cart.class)
                        .refuses(NO_SUCH_LINE, REGISTER_GONE)
                        .handledBy(this::remove));
    }

    private List<Endpoint> priceEndpoints() {
        return List.of(
                Endpoint.put("/cart/lines/{productId}/price", "Overrides the price of a product in the cart")
                        .access(Staff.ANY)
                        .takes(PRODUCT)
                        .body(NewPrice.class)
                        .returns(200, Cart.class)
                        .refuses(NO_SUCH_LINE, CART_CHANGED, REGISTER_GONE, APPROVAL_NEEDED, APPROVAL_REFUSED)
                        .handledBy(this::overridePrice),
                Endpoint.delete("/cart/lines/{productId}/price", "Restores the price of a product in the cart")
                        .access(Staff.ANY)
                        .takes(PRODUCT)
                        .returns(200, Cart.class)
                        .refuses(NO_SUCH_LINE, REGISTER_GONE)
                        .handledBy(this::restorePrice));
    }

    private List<Endpoint> discountEndpoints() {
        return List.of(
                Endpoint.put("/cart/lines/{productId}/discount", "Gives a discount on a product in the cart")
                        .access(Staff.ANY)
                        .takes(PRODUCT)
                        .body(NewDiscount.class)
                        .returns(200, Cart.class)
                        .refuses(NO_SUCH_LINE, DISCOUNT_TOO_HIGH, CART_CHANGED, REGISTER_GONE)
                        .refuses(APPROVAL_NEEDED, APPROVAL_REFUSED)
                        .handledBy(request -> giveDiscount(request, request.get(PRODUCT))),
                Endpoint.put("/cart/discount", "Gives a discount on everything in the cart")
                        .access(Staff.ANY)
                        .body(NewDiscount.class)
                        .returns(200, Cart.class)
                        .refuses(EMPTY_CART, DISCOUNT_TOO_HIGH, CART_CHANGED, REGISTER_GONE)
                        .refuses(APPROVAL_NEEDED, APPROVAL_REFUSED)
                        .handledBy(request -> giveDiscount(request, null)));
    }

    private List<Endpoint> emptiesEndpoints() {
        return List.of(Endpoint.put("/cart/empties", "Sets the empty containers that the customer brings back")
                .access(Staff.ANY)
                .body(NewEmpties.class)
                .returns(200, Cart.class)
                .refuses(UNKNOWN_DEPOSIT, REGISTER_GONE)
                .handledBy(this::setEmpties));
    }

    private Response setEmpties(Request request) {
        List<Deposit> empties = request.body(NewEmpties.class).empties();
        return change(request, (transaction, till) -> carts.setEmpties(transaction, till, empties));
    }

    private Response giveDiscount(Request request, @Nullable Long product) {
        NewDiscount wanted = request.body(NewDiscount.class);
        Discount discount = wanted.discount();
        Optional<String> manager = approvals.managerOf(request.caller(), request.clientAddress(), wanted.approval());
        if (manager.isEmpty()) {
            return ApprovalProblems.needed("a discount");
        }
        String subject =
                (product == null ? "cart" : product) + ": " + discount.reason().strip();
        return change(
                request,
                (transaction, till) -> approved(
                        transaction,
                        carts.discount(transaction, till, product, discount),
                        new Seen(wanted.cartVersion(), product),
                        cart -> approvals.record(
                                transaction,
                                till,
                                Approved.of(Approvals.Kind.DISCOUNT, subject, cart.discountOn(product)),
                                request.caller().name(),
                                manager.get())));
    }

    /**
     * The cart that was approved.
     *
     * @param version absent where the client does not state it
     * @param product whose price counts; absent for all
     */
    private record Seen(@Nullable Long version, @Nullable Long product) {
        /** Whether neither another change nor a new price came between it and the approved change. */
        private boolean precedes(Cart cart) {
            return version == null || (cart.version() == version + 1 && !cart.hasNewPrice(product));
        }
    }

    /** Records the approval of a change of the cart that was seen. */
    private static Outcome<Cart> approved(
            Transaction transaction, Outcome<Cart> outcome, Seen seen, Consumer<Cart> record) {
        if (!(outcome instanceof Outcome.Done<Cart>(var cart))) {
            return outcome;
        }
        if (!seen.precedes(cart)) {
            return transaction.refuse(new Outcome.Refused<>(new Refusal.CartChanged()));
        }
        record.accept(cart);
        return outcome;
    }

    private Response add(Request request) {
        NewCartLine line = request.body(NewCartLine.class);
        return RegisterWrites.once(
                database, request, "cart", line, (transaction, till) -> response(carts.add(transaction, till, line)));
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

    private Response overridePrice(Request request) {
        NewPrice override = request.body(NewPrice.class);
        long product = request.get(PRODUCT);
        Optional<String> manager = approvals.managerOf(request.caller(), request.clientAddress(), override.approval());
        if (manager.isEmpty()) {
            return ApprovalProblems.needed(override.price(), Money.ZERO);
        }
        String reason = override.reason().strip();
        return change(
                request,
                (transaction, till) -> approved(
                        transaction,
                        carts.overridePrice(transaction, till, product, override.price(), reason),
                        new Seen(override.cartVersion(), product),
                        cart -> approvals.record(
                                transaction,
                                till,
                                new Approved(
                                        Approvals.Kind.PRICE,
                                        product + ": " + reason,
                                        override.price(),
                                        cart.line(product).quantity()),
                                request.caller().name(),
                                manager.get())));
    }

    private Response restorePrice(Request request) {
        long product = request.get(PRODUCT);
        return change(request, (transaction, till) -> carts.restorePrice(transaction, till, product));
    }

    private Response change(Request request, BiFunction<Transaction, Till, Outcome<Cart>> change) {
        Till till = Till.of(request.caller());
        return response(database.write(transaction -> change.apply(transaction, till)));
    }

    private static Response response(Outcome<Cart> outcome) {
        return switch (outcome) {
            case Outcome.Done<Cart>(var cart) -> Response.ok(cart);
            case Outcome.Refused<Cart>(var reason) -> CheckoutProblems.refused(reason);
        };
    }
}
