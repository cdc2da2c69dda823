package dev.comptoir.tools.bench;

import dev.comptoir.tools.client.ApiClient;
import dev.comptoir.tools.client.PlainConnections;
import dev.comptoir.tools.client.Response;
import dev.comptoir.tools.client.StoreSetup;
import dev.comptoir.tools.load.Arrivals;
import dev.comptoir.tools.load.Generator;
import dev.comptoir.tools.load.Outcomes;
import dev.comptoir.tools.load.Workload;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Rounds of a closed model on one service: each session sends its next request as soon as the last one has ended, so that the
 * result is the throughput at saturation.
 */
final class Rounds {
    private static final long GIVEN_CENTS = 1_000;

    /** Three times as many as a service admits, and fewer than it accepts connections. */
    private static final int MOST_IN_FLIGHT = 1_536;

    private final PlainConnections connections;
    private final List<ApiClient> sessions;
    private final Function<ApiClient, Response> request;

    /** @param sessions each is used by one request at a time */
    Rounds(int port, List<ApiClient> sessions, Function<ApiClient, Response> request) {
        this.connections = PlainConnections.of(0, port);
        this.sessions =
                sessions.stream().map(session -> session.over(connections)).toList();
        this.request = request;
    }

    /**
     * Sales of any products.
     *
     * @param registers one connection each
     * @param lines 1 or 2
     */
    static Rounds ofSales(BenchStore store, int registers, int lines) {
        return new Rounds(store.port(), store.sessions(registers), session -> sell(session, lines));
    }

    /** Sales of one line, all of the same product. */
    static Rounds ofOneProduct(BenchStore store, int registers) {
        return new Rounds(
                store.port(),
                store.sessions(registers),
                session -> session.post("/sales", StoreSetup.sale(GIVEN_CENTS, 1)));
    }

    static Response sell(ApiClient register, int lines) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int half = BenchStore.PRODUCTS / 2;
        long first = 1L + random.nextInt(lines == 1 ? BenchStore.PRODUCTS : half);
        return lines == 1
                ? register.post("/sales", StoreSetup.sale(GIVEN_CENTS, first))
                : register.post("/sales", StoreSetup.sale(GIVEN_CENTS, first, 1L + half + random.nextInt(half)));
    }

    /** Latencies in milliseconds. */
    record Round(double perSecond, double p50, double p99, long failures) {
        static Round of(Outcomes outcomes, Duration time) {
            return new Round(
                    outcomes.ok() / (time.toMillis() / 1e3),
                    outcomes.latencies().percentile(50),
                    outcomes.latencies().percentile(99),
                    outcomes.sent() - outcomes.ok());
        }

        /** With the failures of all rounds. */
        static Round median(List<Round> rounds) {
            return new Round(
                    Rounds.median(rounds, Round::perSecond),
                    Rounds.median(rounds, Round::p50),
                    Rounds.median(rounds, Round::p99),
                    rounds.stream().mapToLong(Round::failures).sum());
        }

        @Override
        public String toString() {
            return "%.0f/s, p50 %.1f ms, p99 %.1f ms, failures %d".formatted(perSecond, p50, p99, failures);
        }
    }

    Round run(Duration time) {
        return Round.of(saturate(time), time);
    }

    Outcomes saturate(Duration time) {
        return generator(1, time).saturate(sessions.size()).all();
    }

    /** An open model instead: requests at a rate, whether or not earlier ones have ended. */
    Outcomes offer(double perSecond, Duration time) {
        return generator(perSecond, time).runWith(MOST_IN_FLIGHT).all();
    }

    /** The idle ones: those that an open model has opened would keep other clients from a place among the server's connections. */
    void closeConnections() {
        connections.close();
    }

    private Generator generator(double perSecond, Duration time) {
        Workload workload = arrival -> {
            ApiClient session = sessions.get(arrival.number() % sessions.size());
            arrival.measure("request", () -> request.apply(session), any -> true);
        };
        return new Generator(
                new Generator.Plan(List.of(Arrivals.constant("request", perSecond, workload)), Duration.ZERO, time));
    }

    static <T> double median(List<T> rounds, ToDoubleFunction<T> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
