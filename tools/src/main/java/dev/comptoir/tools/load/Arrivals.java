package dev.comptoir.tools.load;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.bodyString;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.exitBlockOnFail;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Choice;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** What one who arrives does, and what the answers must say. */
final class Arrivals {
    private static final int LOOKED_AT = 50;
    private static final int GIVEN_CENTS = 1_000_000;
    private static final long DEAREST_CENTS = 9_900;

    private final LoadSettings settings;
    private final Ground ground;
    private final Recorder recorder;
    private final AtomicInteger updates = new AtomicInteger();

    Arrivals(LoadSettings settings, Ground ground, Recorder recorder) {
        this.settings = settings;
        this.ground = ground;
        this.recorder = recorder;
    }

    /** What an answer must say; the session is the one of whoever asked. */
    private interface Expectation {
        /** @throws IllegalStateException with what is wrong */
        void check(JsonNode answer, Session session);
    }

    ScenarioBuilder of(Scenario wanted) {
        return scenario(wanted.word()).exec(chain(wanted));
    }

    private ChainBuilder chain(Scenario wanted) {
        return switch (wanted) {
            case STOCK -> stock();
            case REPORT -> report();
            case UPDATE -> update();
            case TILL -> till();
            case FLASH -> flash();
            case DAY -> day();
            case DOOR -> door();
        };
    }

    private ChainBuilder door() {
        return timed("door", read("door", settings.store() + "/store/api/v1/stores", ""), (answer, session) -> {});
    }

    private ChainBuilder stock() {
        String query = String.join(
                "&store=",
                ground.stores().subList(0, Math.min(20, ground.stores().size())));
        String path = "/store/api/v1/stock?limit=" + LOOKED_AT + "&store=" + query;
        return timed("stock", read("stock", settings.store() + path, ground.cashier()), (answer, session) -> {
            require(!answer.path("items").isEmpty(), "no products");
            for (JsonNode product : answer.path("items")) {
                for (JsonNode shelf : product.path("stores")) {
                    require(shelf.path("quantity").asLong(-1) >= 0, "stock below zero");
                }
            }
        });
    }

    private ChainBuilder report() {
        String path = "/headoffice/api/v1/reports/consolidated";
        return timed("report", read("report", settings.headOffice() + path, ground.manager()), (answer, session) -> {
            long sum = 0;
            for (JsonNode store : answer.path("stores")) {
                sum += store.path("totals").path("net").asLong();
            }
            require(!answer.path("stores").isEmpty(), "no stores");
            require(sum == answer.path("total").path("net").asLong(), "the total is not the sum of the stores");
        });
    }

    private ChainBuilder update() {
        HttpRequestActionBuilder patch = http("update")
                .patch(session -> settings.headOffice() + "/headoffice/api/v1/products/" + session.getLong("product"))
                .header("Authorization", "Bearer " + ground.manager())
                .header("Content-Type", "application/json")
                .header("If-Match", session -> "\"" + ground.versions().get(session.getLong("product")) + "\"")
                .body(StringBody(session -> "{\"price\":" + session.getLong("price") + "}"));
        return exec(session -> {
                    int at = updates.getAndIncrement() % ground.products().size();
                    return session.set("product", ground.products().get(at).id())
                            .set("price", ThreadLocalRandom.current().nextLong(1, DEAREST_CENTS));
                })
                .exec(timed("update", patch, (answer, session) -> {
                    JsonNode now = answer.has("now") ? answer.path("now") : answer;
                    if (now.has("version")) {
                        ground.versions()
                                .put(
                                        session.getLong("product"),
                                        now.path("version").asLong());
                    }
                    equal(session.getLong("price"), answer.path("price").asLong(-1), "price");
                }));
    }

    private ChainBuilder till() {
        return exec(this::takeRegister)
                .exec(exitBlockOnFail()
                        .on(timed(
                                        "search",
                                        store("/products?limit=48&query=LOAD"),
                                        (answer, session) ->
                                                require(!answer.path("items").isEmpty(), "nothing found"))
                                .exec(session ->
                                        session.set("product", product().id()))
                                .exec(timed("cart", line(), (answer, session) -> {
                                    JsonNode line = answer.path("lines").get(0);
                                    equal(
                                            2 * line.path("unitPrice").asLong(-1),
                                            line.path("amount").asLong(),
                                            "amount of the line");
                                }))
                                .exec(timed("tender", sale("tender", "{\"payments\":[%s]}"), Arrivals::checkSale))))
                .exec(this::giveRegisterBack);
    }

    private ChainBuilder flash() {
        long product =
                ground.products().isEmpty() ? 0 : ground.products().getFirst().id();
        return exec(this::takeRegister)
                .exec(timed(
                        "flash",
                        sale("flash", "{\"lines\":[{\"productId\":" + product + ",\"quantity\":1}],\"payments\":[%s]}"),
                        Arrivals::checkSale))
                .exec(this::giveRegisterBack);
    }

    private ChainBuilder day() {
        return randomSwitch()
                .on(
                        new Choice.WithWeight(80.0, till()),
                        new Choice.WithWeight(16.0, stock()),
                        new Choice.WithWeight(2.0, report()),
                        new Choice.WithWeight(2.0, update()));
    }

    private Ground.Product product() {
        return ground.products()
                .get(ThreadLocalRandom.current().nextInt(ground.products().size()));
    }

    private Session takeRegister(Session session) {
        String token = ground.registers().poll();
        return token == null ? session.markAsFailed() : session.set("token", token);
    }

    private Session giveRegisterBack(Session session) {
        if (session.contains("token")) {
            ground.registers().add(session.getString("token"));
        }
        return session;
    }

    private HttpRequestActionBuilder store(String path) {
        return http("search")
                .get(settings.store() + "/store/api/v1" + path)
                .header("Authorization", session -> "Bearer " + session.getString("token"));
    }

    private HttpRequestActionBuilder line() {
        return write(
                "cart", "/cart/lines", session -> "{\"productId\":" + session.getLong("product") + ",\"quantity\":2}");
    }

    private HttpRequestActionBuilder sale(String name, String body) {
        String text = body.formatted("{\"tender\":\"cash\",\"amount\":" + GIVEN_CENTS + "}");
        return write(name, "/sales", session -> text);
    }

    private HttpRequestActionBuilder write(String name, String path, Function<Session, String> body) {
        return http(name)
                .post(settings.store() + "/store/api/v1" + path)
                .header("Authorization", session -> "Bearer " + session.getString("token"))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", session -> UUID.randomUUID().toString())
                .body(StringBody(body));
    }

    private static void checkSale(JsonNode sale, Session session) {
        long lines = 0;
        for (JsonNode line : sale.path("lines")) {
            lines += line.path("amount").asLong();
        }
        long taxes = 0;
        for (JsonNode tax : sale.path("taxes")) {
            taxes += tax.path("amount").asLong();
        }
        require(lines > 0, "nothing was sold");
        equal(lines, sale.path("subtotal").asLong(), "subtotal");
        equal(lines + taxes, sale.path("total").asLong(), "total");
        equal(GIVEN_CENTS - sale.path("total").asLong(), sale.path("change").asLong(), "change");
    }

    private static HttpRequestActionBuilder read(String name, String address, String token) {
        HttpRequestActionBuilder request = http(name).get(address);
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    /** A request whose time is taken and whose answer is looked at, whatever its status. */
    private ChainBuilder timed(String name, HttpRequestActionBuilder request, Expectation expectation) {
        return exec(session -> {
                    recorder.sent();
                    return session.set("sentAt", System.nanoTime());
                })
                .exec(request.check(status().in(List.of(200, 201)), bodyString().validate(name, (body, session) -> {
                    expectation.check(Api.JSON.readTree(body), session);
                    return body;
                })))
                .exec(session -> {
                    recorder.done(name, session.getLong("sentAt"), !session.isFailed());
                    return session;
                });
    }

    private static void require(boolean holds, String fault) {
        if (!holds) {
            throw new IllegalStateException(fault);
        }
    }

    private static void equal(long expected, long found, String what) {
        require(expected == found, what + " " + found + " instead of " + expected);
    }
}
