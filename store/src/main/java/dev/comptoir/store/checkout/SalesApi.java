package dev.comptoir.store.checkout;

import dev.comptoir.contract.Money;
import dev.comptoir.contract.Payment;
import dev.comptoir.contract.Quantity;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Idempotency;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.store.drawer.DrawerApi;
import dev.comptoir.store.metrics.SalesMetrics;
import dev.comptoir.store.registers.Staff;
import dev.comptoir.store.registers.Till;
import dev.comptoir.store.shelf.Shelf;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Selling at a register. */
public final class SalesApi {
    static final ProblemType EMPTY_CART = new ProblemType("empty-cart", 422, "There is nothing to sell");
    static final ProblemType SHELF_TOO_SHORT =
            new ProblemType("shelf-too-short", 409, "The shelf has less than what is wanted");
    static final ProblemType PRICE_CHANGED =
            new ProblemType("price-changed", 409, "A price changed since the customer was told");
    static final ProblemType UNDERPAID = new ProblemType("underpaid", 422, "The payments are less than the total");
    static final ProblemType OVERPAID_BY_CARD = new ProblemType(
            "overpaid-by-card", 422, "Cards are charged more than the total, and only cash gives change");
    static final ProblemType TOTAL_TOO_HIGH =
            new ProblemType("total-too-high", 422, "The total is beyond what a register takes");

    private final Checkout checkout;
    private final SalesMetrics takings;

    public SalesApi(Checkout checkout, SalesMetrics takings) {
        this.checkout = checkout;
        this.takings = takings;
    }

    /**
     * What to sell, and how it is paid.
     *
     * @param lines at most {@value Checkout#LINES_LIMIT}; absent for the register's cart
     * @param payments at most {@value Checkout#PAYMENTS_LIMIT}; none when the total is zero
     */
    public record NewSale(@Nullable List<NewLine> lines, List<Payment> payments) {
        public NewSale {
            lines = lines == null ? null : List.copyOf(lines);
            payments = List.copyOf(payments);
            if (lines != null && lines.size() > Checkout.LINES_LIMIT) {
                throw new IllegalArgumentException("a sale has at most " + Checkout.LINES_LIMIT + " lines");
            }
            if (payments.size() > Checkout.PAYMENTS_LIMIT) {
                throw new IllegalArgumentException("a sale has at most " + Checkout.PAYMENTS_LIMIT + " payments");
            }
            Checkout.sum(payments);
            wanted(lines);
        }

        /** One for each product; absent for the register's cart. */
        @Nullable List<Checkout.Wanted> wanted() {
            return wanted(lines);
        }

        private static @Nullable List<Checkout.Wanted> wanted(@Nullable List<NewLine> lines) {
            return lines == null
                    ? null
                    : Checkout.merged(lines.stream()
                            .map(line -> new Checkout.Wanted(line.productId(), line.quantity(), line.unitPrice()))
                            .toList());
        }
    }

    /** @param unitPrice the price that the customer was told; the sale is refused when it is another one now */
    public record NewLine(
            long productId, Quantity quantity, @Nullable Money unitPrice) {}

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.post("/sales", "Sells the register's cart, or the lines of the request")
                .access(Staff.ANY)
                .idempotent()
                .body(NewSale.class)
                .answers(201, Sale.class)
                .refuses(
                        EMPTY_CART,
                        Shelf.UNKNOWN_PRODUCT,
                        SHELF_TOO_SHORT,
                        PRICE_CHANGED,
                        UNDERPAID,
                        OVERPAID_BY_CARD,
                        TOTAL_TOO_HIGH,
                        DrawerApi.REGISTER_CLOSED,
                        DrawerApi.REGISTER_GONE)
                .handledBy(request -> takings.noting(sell(request))));
    }

    private Response sell(Request request) {
        NewSale sale = request.body(NewSale.class);
        Checkout.Order order = new Checkout.Order(
                Till.of(request.caller()),
                request.caller().name(),
                request.idempotencyKey(),
                Idempotency.fingerprint(sale),
                sale.wanted(),
                sale.payments());
        return switch (checkout.complete(order)) {
            case Checkout.Completed(var sold) -> Response.created("/store/api/v1/sales/" + sold.number(), sold);
            case Checkout.KeyReused reused ->
                Response.problem(
                        ProblemType.IDEMPOTENCY_KEY_REUSED, "make a new key for another sale; nothing was changed");
            case Checkout.EmptyCart empty -> Response.problem(EMPTY_CART, "the cart has no lines");
            case Checkout.UnknownProduct(var product) ->
                Response.problem(
                        Shelf.UNKNOWN_PRODUCT, "no product has the id " + product, Map.of("productId", product));
            case Checkout.ShelfTooShort(var product, var name, var wanted, var left) ->
                Response.problem(
                        SHELF_TOO_SHORT,
                        "%d of %s wanted, %d left".formatted(wanted, name, left),
                        Map.of("productId", product, "wanted", wanted, "left", left));
            case Checkout.PriceChanged(var product, var name, var seen, var now) ->
                Response.problem(
                        PRICE_CHANGED,
                        "%s costs %s, and not %s".formatted(name, now, seen),
                        Map.of("productId", product, "seenPrice", seen, "unitPrice", now));
            case Checkout.Underpaid(var total, var paid) ->
                Response.problem(
                        UNDERPAID,
                        "the total is %s, and %s is paid".formatted(total, paid),
                        Map.of("total", total, "paid", paid));
            case Checkout.OverpaidByCard(var total, var card) ->
                Response.problem(
                        OVERPAID_BY_CARD,
                        "the total is %s, and cards are charged %s".formatted(total, card),
                        Map.of("total", total, "card", card));
            case Checkout.TooMuch tooMuch -> Response.problem(TOTAL_TOO_HIGH, "sell it in several sales");
            case Checkout.RegisterClosed closed ->
                Response.problem(DrawerApi.REGISTER_CLOSED, "count the float and open the register");
            case Checkout.UnknownRegister unknown ->
                Response.problem(DrawerApi.REGISTER_GONE, "log in at another register");
            case Checkout.Busy busy ->
                Response.problem(ProblemType.TOO_MANY_REQUESTS, "the same shelves change too often; send it again")
                        .header("Retry-After", "1");
        };
    }
}
