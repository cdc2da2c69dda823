package dev.comptoir.store.checkout;

import dev.comptoir.contract.Money;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Response;
import dev.comptoir.store.registers.RegisterProblems;
import dev.comptoir.store.shelf.Shelf;
import java.util.List;
import java.util.Map;

/** The problems that callers receive when the checkout refuses. */
public final class CheckoutProblems {
    static final ProblemType EMPTY_CART = new ProblemType("empty-cart", 422, "The cart is empty");
    static final ProblemType SHELF_TOO_SHORT =
            new ProblemType("shelf-too-short", 409, "The shelf has fewer units than requested");
    static final ProblemType PRICE_CHANGED = new ProblemType("price-changed", 409, "A price has changed");
    static final ProblemType UNDERPAID = new ProblemType("underpaid", 422, "The payments are less than the total");
    static final ProblemType OVERPAID_BY_CARD = new ProblemType(
            "overpaid-by-card", 422, "Card payments are more than the total, and only cash gives change");
    static final ProblemType TOTAL_CHANGED = new ProblemType("total-changed", 409, "The total has changed");
    public static final ProblemType CASH_NOT_PAYABLE =
            new ProblemType("cash-not-payable", 422, "No coins make up this amount of cash");
    static final ProblemType PAID_TOO_MUCH = new ProblemType("paid-too-much", 422, "The cash is far above what is due");
    static final ProblemType TOTAL_TOO_HIGH =
            new ProblemType("total-too-high", 422, "The total is above the limit of a sale");
    static final ProblemType NO_SUCH_LINE = new ProblemType("no-such-line", 404, "The product is not in the cart");
    static final ProblemType CART_CHANGED =
            new ProblemType("cart-changed", 409, "The cart has changed since it was approved");
    static final ProblemType UNKNOWN_DEPOSIT = new ProblemType("unknown-deposit", 422, "No product has this deposit");
    static final ProblemType CART_FULL = new ProblemType("cart-full", 409, "The cart cannot take another line");
    static final ProblemType DISCOUNT_TOO_HIGH =
            new ProblemType("discount-too-high", 422, "The discount is higher than what it is given on");
    static final ProblemType TOO_MANY_UNITS = new ProblemType("too-many-units", 422, "A line has at most 10,000 units");
    static final ProblemType TOO_MANY_PARKED = new ProblemType(
            "too-many-parked", 409, "The store has " + ParkedCarts.LIMIT + " parked carts: finish some first");

    /** Why nothing is sold. */
    private static final List<ProblemType> SALES = List.of(
            EMPTY_CART,
            Shelf.UNKNOWN_PRODUCT,
            SHELF_TOO_SHORT,
            PRICE_CHANGED,
            TOTAL_CHANGED,
            UNDERPAID,
            CASH_NOT_PAYABLE,
            PAID_TOO_MUCH,
            OVERPAID_BY_CARD,
            TOTAL_TOO_HIGH,
            RegisterProblems.REGISTER_CLOSED,
            RegisterProblems.REGISTER_GONE);

    private CheckoutProblems() {}

    public static ProblemType[] ofSales() {
        return SALES.toArray(ProblemType[]::new);
    }

    public static Response refused(Refusal refusal) {
        return switch (refusal) {
            case Refusal.RegisterGone gone -> RegisterProblems.gone();
            case Refusal.RegisterClosed closed -> RegisterProblems.closed();
            case Refusal.IdempotencyKeyReused reused ->
                Response.problem(
                        ProblemType.IDEMPOTENCY_KEY_REUSED, "make a new key for another sale; nothing was changed");
            case Refusal.EmptyCart empty -> Response.problem(EMPTY_CART, "the cart has no lines");
            case Refusal.UnknownProduct(var product) ->
                product == null
                        ? Response.problem(Shelf.UNKNOWN_PRODUCT, "no product has this SKU or barcode")
                        : Response.problem(
                                Shelf.UNKNOWN_PRODUCT,
                                "no product has the id " + product,
                                Map.of("productId", product));
            case Refusal.ShelfTooShort(var product, var name, var wanted, var left) ->
                Response.problem(
                        SHELF_TOO_SHORT,
                        "%d of %s requested, %d left".formatted(wanted, name, left),
                        Map.of("productId", product, "wanted", wanted, "left", left));
            case Refusal.PriceChanged(var product, var name, var seen, var now) ->
                Response.problem(
                        PRICE_CHANGED,
                        "%s costs %s now, not %s".formatted(name, now, seen),
                        Map.of("productId", product, "seenPrice", seen, "unitPrice", now));
            case Refusal.TotalChanged(var expected, var total) ->
                Response.problem(
                        TOTAL_CHANGED,
                        "the total is %s now, not %s".formatted(total, expected),
                        Map.of("expectedTotal", expected, "total", total));
            case Refusal.Underpaid(var total, var paid, var cashDue) ->
                Response.problem(
                        UNDERPAID,
                        "the total is %s, and %s is paid".formatted(total, paid),
                        Map.of("total", total, "paid", paid, "cashDue", cashDue));
            case Refusal.CashNotPayable(var cash, var increment) -> cashNotPayable(cash, increment);
            case Refusal.PaidTooMuch(var cashDue, var cash) ->
                Response.problem(
                        PAID_TOO_MUCH,
                        "%s is due, and %s is paid in cash".formatted(cashDue, cash),
                        Map.of("cashDue", cashDue, "cash", cash));
            case Refusal.OverpaidByCard(var total, var card) ->
                Response.problem(
                        OVERPAID_BY_CARD,
                        "the total is %s, and cards are charged %s".formatted(total, card),
                        Map.of("total", total, "card", card));
            case Refusal.UnknownDeposit(var each) ->
                Response.problem(UNKNOWN_DEPOSIT, "no container bears " + each, Map.of("each", each));
            case Refusal.TotalTooHigh tooHigh -> Response.problem(TOTAL_TOO_HIGH, "split it into several sales");
            case Refusal.TooManyRequests busy ->
                Response.problem(ProblemType.TOO_MANY_REQUESTS, "the same products change too often; send it again")
                        .header("Retry-After", "1");
            case Refusal.NoSuchLine none -> Response.problem(NO_SUCH_LINE, "add the product first");
            case Refusal.CartChanged changed ->
                Response.problem(CART_CHANGED, "look at the cart again; nothing was approved");
            case Refusal.CartFull full ->
                Response.problem(CART_FULL, "a cart has at most " + Order.LINES_LIMIT + " lines");
            case Refusal.DiscountTooHigh(var discount, var amount) ->
                Response.problem(
                        DISCOUNT_TOO_HIGH,
                        "%s is more than %s".formatted(discount, amount),
                        Map.of("discount", discount, "amount", amount));
            case Refusal.TooManyUnits tooMany -> Response.problem(TOO_MANY_UNITS, "put fewer units into the cart");
            case Refusal.TooManyParked tooMany ->
                Response.problem(TOO_MANY_PARKED, "resume or discard some parked carts");
            case Refusal.CartNotEmpty notEmpty -> RegisterProblems.cartNotEmpty();
            case Refusal.NotFound(var id) ->
                Response.problem(
                        ProblemType.NOT_FOUND, "no cart is parked as " + id + "; perhaps another register resumed it");
        };
    }

    public static Response cashNotPayable(Money cash, int increment) {
        return Response.problem(
                CASH_NOT_PAYABLE,
                "%s is not a multiple of %d cents".formatted(cash, increment),
                Map.of("cash", cash, "increment", increment));
    }
}
