package dev.comptoir.tools.load;

import dev.comptoir.tools.client.ApiClient;
import dev.comptoir.tools.client.Response;
import dev.comptoir.tools.client.StoreSetup;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleUnaryOperator;

/** The workloads of the scenarios. Every response is checked. */
final class Scenarios {
    private static final int MOST_STORES = 20;
    private static final int GIVEN_CENTS = 100_000;
    private static final double QUIET = 0.2;

    private final Chain chain;
    private final Workload stock;
    private final Workload report;
    private final Workload update;

    Scenarios(Chain chain) {
        this.chain = chain;
        ApiClient clerk = chain.registers().element();
        this.stock = Reads.stock(
                number -> clerk, chain.stores().stream().limit(MOST_STORES).toList(), 1);
        this.report = Reads.report(number -> chain.manager(), 1);
        this.update = new PriceChanges(number -> chain.manager(), chain::versions);
    }

    /** The scenario that needs neither login nor data. */
    static Workload door(ApiClient visitor) {
        return arrival -> arrival.measure("door", () -> visitor.get("/stores"), any -> true);
    }

    Workload of(Scenario scenario, ApiClient visitor) {
        return switch (scenario) {
            case STOCK -> stock;
            case REPORT -> report;
            case UPDATE -> update;
            case TILL -> this::till;
            case FLASH -> this::flash;
            case DAY -> this::day;
            case DOOR -> door(visitor);
        };
    }

    static Arrivals arrivals(Scenario scenario, LoadSettings settings, Workload workload) {
        return scenario == Scenario.DAY
                ? new Arrivals(scenario.word(), day(settings), workload)
                : Arrivals.constant(scenario.word(), settings.rate(), workload);
    }

    /** A third of the time each: rising, at the peak, falling. */
    private static DoubleUnaryOperator day(LoadSettings settings) {
        double third = settings.warmUp().plus(settings.time()).toSeconds() / 3.0;
        return seconds -> {
            double toPeak = Math.min(1, Math.min(seconds, 3 * third - seconds) / third);
            return settings.rate() * (QUIET + (1 - QUIET) * Math.max(0, toPeak));
        };
    }

    private void day(Arrival arrival) {
        int percent = ThreadLocalRandom.current().nextInt(100);
        if (percent < 80) {
            till(arrival);
        } else if (percent < 96) {
            stock.run(arrival);
        } else if (percent < 98) {
            report.run(arrival);
        } else {
            update.run(arrival);
        }
    }

    private void till(Arrival arrival) {
        ApiClient register = chain.registers().poll();
        if (register == null) {
            arrival.fail("search", "no free register");
            return;
        }
        try {
            sell(arrival, register);
        } finally {
            chain.registers().add(register);
        }
    }

    private void sell(Arrival arrival, ApiClient register) {
        Map<String, Object> line = Map.of("productId", anyProduct(), "quantity", 2);
        Map<String, Object> payment = Map.of("payments", List.of(Map.of("tender", "cash", "amount", GIVEN_CENTS)));
        Response found = arrival.measure(
                "search",
                () -> register.get("/products?limit=48&query=LOAD"),
                page -> !page.json().path("items").isEmpty());
        if (found.isSuccess()) {
            Response cart =
                    arrival.measure("cart", () -> register.post("/cart/lines", line), one -> Checks.isCart(one.json()));
            if (cart.isSuccess()) {
                arrival.measure("tender", () -> register.post("/sales", payment), this::isSale);
            }
        }
    }

    private void flash(Arrival arrival) {
        ApiClient register = chain.registers().poll();
        if (register == null) {
            arrival.fail("flash", "no free register");
            return;
        }
        try {
            Map<String, Object> sale =
                    StoreSetup.sale(GIVEN_CENTS, chain.products().getFirst());
            arrival.measure("flash", () -> register.post("/sales", sale), this::isSale);
        } finally {
            chain.registers().add(register);
        }
    }

    private boolean isSale(Response sale) {
        return Checks.isSale(sale.json(), GIVEN_CENTS);
    }

    private long anyProduct() {
        return chain.products()
                .get(ThreadLocalRandom.current().nextInt(chain.products().size()));
    }
}
