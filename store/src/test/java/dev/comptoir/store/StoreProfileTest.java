package dev.comptoir.store;

import static dev.comptoir.store.StoreWorld.cash;
import static dev.comptoir.store.StoreWorld.line;
import static dev.comptoir.store.StoreWorld.saleOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Event.RegisterOfStore;
import dev.comptoir.contract.Event.StoreChanged;
import dev.comptoir.contract.StoreProfile;
import dev.comptoir.contract.Tax;
import dev.comptoir.contract.Tax.DatedRate;
import dev.comptoir.contract.TaxRate;
import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.platform.testing.TestHttp.Reply;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** A store has the profile and the registers that the head office decides. Each test has a store of its own. */
class StoreProfileTest {
    private static final ZoneId TORONTO = ZoneId.of("America/Toronto");
    private static final LocalDate START = LocalDate.of(2000, 1, 1);

    @RegisterExtension
    static final StoreWorld world = new StoreWorld();

    private static LocalDate today() {
        return LocalDate.now(TORONTO);
    }

    /** GST of the class {@code standard} from a day on. */
    private static StoreProfile profile(long version, LocalDate from, String tradeName, int perMillion) {
        return new StoreProfile(
                version,
                from,
                "9000-0001 Québec inc.",
                tradeName,
                List.of("2500, rue Masson", "Montréal (Québec)  H1Y 1V8"),
                "514 555-0102",
                List.of("fr", "en"),
                List.of(new Tax(
                        "GST", "F", "123456789 RT0001", List.of(new DatedRate("standard", perMillion, START, null)))),
                5);
    }

    private static RegisterOfStore register(int number, boolean closed) {
        return new RegisterOfStore(number, "Caisse " + number, closed);
    }

    private static StoreChanged store(
            String code, String timeZone, long version, List<RegisterOfStore> registers, StoreProfile... profiles) {
        return new StoreChanged(
                code,
                "Rosemont",
                timeZone,
                List.of(new TaxRate("GST", 50_000)),
                registers,
                "store",
                version,
                Arrays.asList(profiles),
                world.epoch());
    }

    private static StoreChanged store(String code, long version, StoreProfile... profiles) {
        return store(code, TORONTO.getId(), version, List.of(register(1, false), register(2, false)), profiles);
    }

    private static void send(StoreChanged store) {
        world.sendFromHeadOffice(store);
        world.settled();
    }

    private static TestHttp open(String store, int register) {
        TestHttp till = world.loggedIn("bob", store, register);
        till.post("/register/open", Map.of("openingFloat", 0)).expect(201);
        return till;
    }

    /** One unit of a new product at a price in cents. */
    private static JsonNode sell(TestHttp till, String name, long price) {
        long product = world.productOnShelf(name, price, 5);
        till.post("/stock/counts", Map.of("lines", List.of(Map.of("productId", product, "counted", 5))))
                .expect(201);
        return till.post("/sales", saleOf(List.of(line(product, 1)))).expect(201);
    }

    private static JsonNode profileOf(String sale, TestHttp till) {
        return till.get("/sales/" + sale).expect(200).path("profile");
    }

    private static Reply logIn(String store, int register) {
        return world.anyone()
                .post(
                        "/login",
                        Map.of(
                                "username",
                                "bob",
                                "password",
                                StoreWorld.PASSWORD,
                                "store",
                                store,
                                "register",
                                register));
    }

    private static List<String> registersToLogInAt(String code) {
        List<String> found = new ArrayList<>();
        for (JsonNode store : world.anyone().get("/stores").expect(200).path("items")) {
            if (store.path("code").asString().equals(code)) {
                found.addAll(store.path("registers").findValuesAsString("number"));
            }
        }
        return found;
    }

    @Test
    void theProfileInForceTodayIsShownToTheTill() {
        send(store(
                "P1",
                1,
                profile(1, today().minusDays(9), "Avant", 50_000),
                profile(2, today(), "Aujourd’hui", 50_000),
                profile(3, today().plusDays(1), "Demain", 50_000)));
        JsonNode shown = world.loggedIn("bob", "P1", 1).get("/store-profile").expect(200);
        assertThat(shown.path("store").asString()).isEqualTo("P1");
        assertThat(shown.path("name").asString()).isEqualTo("Rosemont");
        assertThat(shown.path("day").asString()).isEqualTo(today().toString());
        JsonNode profile = shown.path("profile");
        assertThat(profile.path("version").asLong()).isEqualTo(2);
        assertThat(profile.path("tradeName").asString()).isEqualTo("Aujourd’hui");
        assertThat(profile.path("telephone").asString()).isEqualTo("514 555-0102");
        assertThat(profile.path("taxes").get(0).path("registration").asString()).isEqualTo("123456789 RT0001");
        assertThat(profile.path("cashIncrement").asInt()).isEqualTo(5);
    }

    /** It is never the same day in both zones. */
    @Test
    void theDayIsThatOfTheStoresZone() {
        LocalDate late = LocalDate.now(ZoneId.of("Etc/GMT+12"));
        StoreProfile old = profile(1, START, "Avant", 50_000);
        StoreProfile fresh = profile(2, late.plusDays(1), "Après", 50_000);
        send(store("P2", "Etc/GMT+12", 1, List.of(register(1, false)), old, fresh));
        send(store("P3", "Pacific/Kiritimati", 1, List.of(register(1, false)), old, fresh));
        assertThat(world.loggedIn("bob", "P2", 1)
                        .get("/store-profile")
                        .expect(200)
                        .path("profile")
                        .path("tradeName")
                        .asString())
                .isEqualTo("Avant");
        assertThat(world.loggedIn("bob", "P3", 1)
                        .get("/store-profile")
                        .expect(200)
                        .path("profile")
                        .path("tradeName")
                        .asString())
                .isEqualTo("Après");
    }

    @Test
    void aStoreWithoutProfilesShowsItsNameAndItsTaxes() {
        send(store("P4", 1));
        JsonNode profile =
                world.loggedIn("bob", "P4", 1).get("/store-profile").expect(200).path("profile");
        assertThat(profile.path("version").asLong()).isZero();
        assertThat(profile.path("tradeName").asString()).isEqualTo("Rosemont");
        assertThat(profile.path("cashIncrement").asInt()).isEqualTo(1);
    }

    /** As a head office of an earlier release sends it. */
    @Test
    void anEventWithoutProfilesIsApplied() {
        world.headOffice.send("store", "StoreChanged", """
                {"code": "P5", "name": "Ancien", "timeZone": "America/Toronto",
                 "taxes": [{"name": "GST", "perMillion": 50000}],
                 "registers": [{"number": 1, "name": "Caisse 1"}], "deployment": "store", "version": 1, "epoch": %d}
                """.formatted(world.epoch()));
        world.settled();
        assertThat(world.loggedIn("bob", "P5", 1)
                        .get("/store-profile")
                        .expect(200)
                        .path("profile")
                        .path("tradeName")
                        .asString())
                .isEqualTo("Ancien");
    }

    /** 10.00 at 5 % is 10.50; from the change on, 10.00 at 6 % is 10.60. */
    @Test
    void aChangedProfileTaxesTheNextSale() {
        send(store("P6", 1, profile(1, START, "Épicerie", 50_000)));
        TestHttp till = open("P6", 1);
        assertThat(sell(till, "Pomme", 1_000).path("total").asLong()).isEqualTo(1_050);
        send(store("P6", 2, profile(1, START, "Épicerie", 50_000), profile(2, today(), "Épicerie", 60_000)));
        assertThat(sell(till, "Poire", 1_000).path("total").asLong()).isEqualTo(1_060);
    }

    /** 10.00 at 5 % is 10.50; while the cart is open, the rate becomes 6 %: 10.60. */
    @Test
    void aRateThatChangesWhileACartIsOpenIsRefusedUntilTheCustomerHasSeenTheTotal() {
        send(store("Q6", 1, profile(1, START, "Épicerie", 50_000)));
        TestHttp till = open("Q6", 1);
        long apple = world.productOnShelf("Pomme", 1_000, 5);
        till.post("/stock/counts", Map.of("lines", List.of(Map.of("productId", apple, "counted", 5))))
                .expect(201);
        till.post("/cart/lines", Map.of("productId", apple)).expect(200);
        send(store("Q6", 2, profile(1, START, "Épicerie", 50_000), profile(2, today(), "Épicerie", 60_000)));
        Reply refused = till.post("/sales", Map.of("payments", List.of(cash(1_050)), "expectedTotal", 1_050));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem()).isEqualTo("total-changed");
        assertThat(refused.json().path("total").asLong()).isEqualTo(1_060);
        assertThat(till.get("/cart").expect(200).path("total").asLong()).isEqualTo(1_060);
        till.post("/sales", Map.of("payments", List.of(cash(1_060)), "expectedTotal", 1_060))
                .expect(201);
    }

    /** Reprints show the store as it was. Sales of earlier releases have no version: they have the profile of their day. */
    @Test
    void aSaleHasTheProfileOfItsDay() {
        StoreProfile before = profile(1, START, "Avant", 50_000);
        send(store("P7", 1, before));
        TestHttp till = open("P7", 1);
        String yesterday = sell(till, "Pomme", 1_000).path("number").asString();
        world.execute("UPDATE sale SET sold_at = sold_at - interval '1 day', profile_version = NULL WHERE number = '"
                + yesterday + "'");
        send(store("P7", 2, before, profile(2, today(), "Après", 50_000)));
        String now = sell(till, "Poire", 1_000).path("number").asString();
        assertThat(profileOf(yesterday, till).path("tradeName").asString()).isEqualTo("Avant");
        assertThat(profileOf(now, till).path("tradeName").asString()).isEqualTo("Après");
    }

    @Test
    void aSaleHasTheProfileThatItWasMadeWithAlsoWhenAnotherOneBeganOnItsDay() {
        StoreProfile morning = profile(1, START, "Matin", 50_000);
        send(store("P8", 1, morning));
        TestHttp till = open("P8", 1);
        String sale = sell(till, "Pomme", 1_000).path("number").asString();
        send(store("P8", 2, morning, profile(2, today(), "Midi", 50_000), profile(3, today(), "Soir", 50_000)));
        assertThat(profileOf(sale, till).path("tradeName").asString()).isEqualTo("Matin");
    }

    @Test
    void anIntroductionAnewKeepsTheProfiles() {
        StoreProfile profile = profile(1, START, "Épicerie", 50_000);
        send(store("P9", 1, profile));
        TestHttp till = open("P9", 1);
        String sale = sell(till, "Pomme", 1_000).path("number").asString();
        world.introduce(store("P9", 1, profile));
        assertThat(profileOf(sale, till).path("tradeName").asString()).isEqualTo("Épicerie");
        assertThat(till.get("/store-profile")
                        .expect(200)
                        .path("profile")
                        .path("version")
                        .asLong())
                .isEqualTo(1);
    }

    @Test
    void anOlderStateThatArrivesLateIsIgnored() {
        StoreProfile profile = profile(1, START, "Épicerie", 50_000);
        send(store("Q1", 2, profile, profile(2, today(), "Nouvelle", 50_000)));
        send(store("Q1", 1, profile));
        assertThat(world.loggedIn("bob", "Q1", 1)
                        .get("/store-profile")
                        .expect(200)
                        .path("profile")
                        .path("tradeName")
                        .asString())
                .isEqualTo("Nouvelle");
    }

    /** 0.02, 0.04, 0.06 and 0.08 so far are 0, 0.05, 0.05 and 0.10 in coins of five cents. */
    @Test
    void cashIsHandedBackWhenTheRefundsOfASaleReachTheNextCoin() {
        send(store("Q5", 1, profile(1, START, "Épicerie", 0)));
        TestHttp till = open("Q5", 1);
        long button = world.productOnShelf("Bouton", 2, 4);
        till.post("/stock/counts", Map.of("lines", List.of(Map.of("productId", button, "counted", 4))))
                .expect(201);
        String sale = till.post("/sales", Map.of("lines", List.of(line(button, 4)), "payments", List.of(cash(10))))
                .expect(201)
                .path("number")
                .asString();
        Map<String, Object> one =
                Map.of("lines", List.of(Map.of("line", 1, "quantity", 1, "backToShelf", true)), "reason", "rapporté");
        List<Long> handedBack = new ArrayList<>();
        for (int unit = 1; unit <= 4; unit++) {
            JsonNode refund = till.post("/sales/" + sale + "/refunds", one).expect(201);
            handedBack.add(refund.path("payments")
                    .valueStream()
                    .mapToLong(payment -> payment.path("amount").asLong())
                    .sum());
        }
        assertThat(handedBack).containsExactly(0L, 5L, 0L, 5L);
    }

    /** A tax of version 0.2 could have a name with spaces around it, or one that begins with a rare character. */
    @Test
    void theMarkOfATaxWithoutProfileIsItsFirstCharacter() {
        StoreProfile derived =
                StoreProfile.of("Ancien", List.of(new TaxRate(" GST", 50_000), new TaxRate("\uD83C\uDF41", 10_000)));
        assertThat(derived.taxes()).extracting(Tax::mark).containsExactly("G", "\uD83C\uDF41");
    }

    @Test
    void nobodyLogsInAtARegisterOutOfService() {
        send(store("Q2", TORONTO.getId(), 1, List.of(register(1, false), register(2, true))));
        Reply refused = logIn("Q2", 2);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem()).isEqualTo("register-out-of-service");
        assertThat(registersToLogInAt("Q2")).containsExactly("1");
        send(store("Q2", TORONTO.getId(), 2, List.of(register(1, false), register(2, false))));
        assertThat(logIn("Q2", 2).status()).isEqualTo(200);
        assertThat(registersToLogInAt("Q2")).containsExactly("1", "2");
    }

    /** The cash in its drawer must still be counted, and its cart sold, parked or emptied. */
    @Test
    void theOpenDayOfARegisterOutOfServiceGoesOnUntilItIsClosed() {
        send(store("Q3", TORONTO.getId(), 1, List.of(register(1, false), register(2, false))));
        TestHttp till = open("Q3", 2);
        long apple = world.productOnShelf("Pomme", 1_000, 5);
        till.post("/stock/counts", Map.of("lines", List.of(Map.of("productId", apple, "counted", 5))))
                .expect(201);
        till.post("/cart/lines", Map.of("productId", apple, "quantity", 2)).expect(200);
        send(store("Q3", TORONTO.getId(), 2, List.of(register(1, false), register(2, true))));

        assertThat(registersToLogInAt("Q3")).containsExactly("1", "2");
        assertThat(logIn("Q3", 2).status()).isEqualTo(200);
        assertThat(till.get("/cart").expect(200).path("lines")).hasSize(1);
        assertThat(till.post("/register/close", Map.of("counted", List.of())).problem())
                .isEqualTo("cart-not-empty");
        till.post("/sales", Map.of("payments", List.of(cash(2_100)))).expect(201);
        till.post(
                        "/register/close",
                        Map.of(
                                "counted",
                                List.of(Map.of("value", 2_000, "count", 1), Map.of("value", 100, "count", 1))))
                .expect(201);

        Reply refused = till.post("/register/open", Map.of("openingFloat", 0));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem()).isEqualTo("register-out-of-service");
        assertThat(till.post("/cart/lines", Map.of("productId", apple, "quantity", 1))
                        .problem())
                .isEqualTo("register-gone");
        assertThat(logIn("Q3", 2).problem()).isEqualTo("register-out-of-service");
        assertThat(registersToLogInAt("Q3")).containsExactly("1");
    }

    @Test
    void aRegisterThatIsPutBackIntoServiceContinuesItsNumbers() {
        send(store("Q4", 1));
        TestHttp till = open("Q4", 1);
        sell(till, "Pomme", 1_000);
        till.post("/register/close", Map.of("counted", List.of())).expect(201);
        send(store("Q4", TORONTO.getId(), 2, List.of(register(1, true), register(2, false))));
        send(store("Q4", 3));
        till.post("/register/open", Map.of("openingFloat", 0)).expect(201);
        assertThat(sell(till, "Poire", 1_000).path("number").asString()).isEqualTo("Q4-1-000002");
    }
}
