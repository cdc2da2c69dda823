package dev.comptoir.headoffice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Event.RegisterOfStore;
import dev.comptoir.contract.Event.StoreChanged;
import dev.comptoir.contract.Events;
import dev.comptoir.contract.StoreProfile;
import dev.comptoir.contract.TaxRate;
import dev.comptoir.platform.testing.TestHttp.Reply;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** A store is changed by versions: its name, its registers, and its profile from a day on. */
class StoreProfilesTest {
    private static final ZoneId TORONTO = ZoneId.of("America/Toronto");

    /** The two calendars that are always on different days. */
    private static final String EARLIEST = "Pacific/Kiritimati";

    private static final String LATEST = "Etc/GMT+12";

    private static HeadOfficeWorld world;

    @BeforeAll
    static void open() {
        world = new HeadOfficeWorld();
        world.hire("carla", "clerk");
    }

    @AfterAll
    static void close() {
        world.close();
    }

    private static LocalDate today() {
        return LocalDate.now(TORONTO);
    }

    private static Map<String, Object> newStore(String code, String timeZone) {
        return new HashMap<>(Map.of(
                "code",
                code,
                "name",
                "Rosemont",
                "timeZone",
                timeZone,
                "taxes",
                List.of(Map.of("name", "GST", "perMillion", 50_000)),
                "registers",
                List.of(Map.of("number", 1, "name", "Caisse 1"), Map.of("number", 2, "name", "Caisse 2"))));
    }

    private static void add(String code) {
        world.bob().post("/stores", newStore(code, TORONTO.getId())).expect(201);
    }

    private static Map<String, Object> rate(String taxClass, int perMillion, LocalDate from, LocalDate to) {
        Map<String, Object> rate =
                new HashMap<>(Map.of("taxClass", taxClass, "perMillion", perMillion, "from", from.toString()));
        if (to != null) {
            rate.put("to", to.toString());
        }
        return rate;
    }

    private static Map<String, Object> tax(String name, String mark, Object... rates) {
        return Map.of("name", name, "mark", mark, "registration", "123456789 RT0001", "rates", List.of(rates));
    }

    /** GST 5 % from 2008 on. */
    private static Map<String, Object> profile(LocalDate from, Map<String, Object> changes) {
        Map<String, Object> profile = new HashMap<>(Map.of(
                "from",
                from.toString(),
                "legalName",
                "9000-0001 Québec inc.",
                "tradeName",
                "Épicerie Rosemont",
                "address",
                List.of("2500, rue Masson", "Montréal (Québec)  H1Y 1V8"),
                "telephone",
                "514 555-0102",
                "languages",
                List.of("fr", "en"),
                "taxes",
                List.of(tax("GST", "F", rate("standard", 50_000, LocalDate.of(2008, 1, 1), null))),
                "cashIncrement",
                5));
        profile.putAll(changes);
        return profile;
    }

    private static Map<String, Object> profile(LocalDate from) {
        return profile(from, Map.of());
    }

    private static JsonNode store(String code) {
        return world.bob().get("/stores/" + code).expect(200);
    }

    private static Reply patch(String code, Object version, Map<String, Object> changes) {
        return world.bob().with("If-Match", "\"" + version + "\"").patch("/stores/" + code, changes);
    }

    private static Reply patch(String code, Map<String, Object> changes) {
        return patch(code, store(code).path("version").asLong(), changes);
    }

    private static Map<String, Object> registers(Map<?, ?>... registers) {
        return Map.of("registers", Arrays.asList(registers));
    }

    /** The newest state of a store that a service has received. */
    private static StoreChanged received(List<String> payloads, String code) {
        return payloads.stream()
                .map(payload -> (StoreChanged) Events.read("StoreChanged", payload))
                .filter(store -> store.code().equals(code))
                .reduce((first, second) -> second)
                .orElseThrow(() -> new AssertionError("store " + code + " has not arrived"));
    }

    @Test
    void aChangeReachesTheStoresAndTheWarehouse() {
        add("A1");
        JsonNode changed = patch("A1", Map.of("name", "Masson", "profile", profile(today())))
                .expect(200);
        assertThat(changed.path("version").asLong()).isEqualTo(2);
        Awaitility.await()
                .untilAsserted(() -> Stream.of(world.store, world.warehouse).forEach(peer -> {
                    StoreChanged store = received(peer.received("StoreChanged"), "A1");
                    assertThat(store.version()).isEqualTo(2);
                    assertThat(store.name()).isEqualTo("Masson");
                    assertThat(store.profiles()).hasSize(2);
                    StoreProfile profile = store.profiles().getLast();
                    assertThat(profile.version()).isEqualTo(1);
                    assertThat(profile.legalName()).isEqualTo("9000-0001 Québec inc.");
                    assertThat(profile.cashIncrement()).isEqualTo(5);
                }));
    }

    @Test
    void aStoreWithoutAProfileHasTheProfileOfItsTaxes() {
        add("A2");
        JsonNode store = store("A2");
        assertThat(store.path("profiles")).isEmpty();
        JsonNode profile = store.path("profile");
        assertThat(profile.path("version").asLong()).isZero();
        assertThat(profile.path("tradeName").asString()).isEqualTo("Rosemont");
        assertThat(profile.path("cashIncrement").asInt()).isEqualTo(1);
        assertThat(profile.path("taxes")
                        .get(0)
                        .path("rates")
                        .get(0)
                        .path("perMillion")
                        .asInt())
                .isEqualTo(50_000);
    }

    /** Until its first profile begins, the store collects the taxes that it had. */
    @Test
    void theFirstProfileChangesNothingBeforeItsFirstDay() {
        add("A3");
        JsonNode store =
                patch("A3", Map.of("profile", profile(today().plusDays(30)))).expect(200);
        assertThat(store.path("profile").path("version").asLong()).isZero();
        assertThat(store.path("profile").path("cashIncrement").asInt()).isEqualTo(1);
        assertThat(store.path("profiles")).hasSize(2);
    }

    @Test
    void aNewStoreMayHaveAProfileFromItsFirstSaleOn() {
        Map<String, Object> store = newStore("A4", TORONTO.getId());
        store.put("profile", profile(today().plusDays(30)));
        world.bob().post("/stores", store).expect(201);
        JsonNode added = store("A4");
        assertThat(added.path("profile").path("version").asLong()).isEqualTo(1);
        assertThat(added.path("profile").path("cashIncrement").asInt()).isEqualTo(5);
    }

    /** The first profile was in force until now, whatever its first day is: sales may have been made with it. */
    @Test
    void theFirstProfileOfANewStoreIsKept() {
        LocalDate later = today().plusDays(30);
        Map<String, Object> store = newStore("C6", TORONTO.getId());
        store.put("profile", profile(later, Map.of("tradeName", "Un")));
        world.bob().post("/stores", store).expect(201);
        JsonNode now = patch("C6", Map.of("profile", profile(today(), Map.of("tradeName", "Maintenant"))))
                .expect(200);
        assertThat(now.path("profile").path("tradeName").asString()).isEqualTo("Maintenant");
        assertThat(now.path("profiles").findValuesAsString("tradeName")).containsExactly("Un", "Maintenant", "Un");
        assertThat(now.path("profiles").findValuesAsString("version")).containsExactly("1", "2", "3");
        Awaitility.await().untilAsserted(() -> {
            List<StoreProfile> sent =
                    received(world.store.received("StoreChanged"), "C6").profiles();
            assertThat(sent).hasSize(3);
            assertThat(StoreProfile.inForce(sent, later).version()).isEqualTo(3);
            assertThat(StoreProfile.inForce(sent, today().minusDays(1)).version())
                    .isEqualTo(1);
        });
        JsonNode again = patch("C6", Map.of("profile", profile(today(), Map.of("tradeName", "Encore"))))
                .expect(200);
        assertThat(again.path("profiles").findValuesAsString("tradeName"))
                .containsExactly("Un", "Maintenant", "Encore", "Un");
        assertThat(again.path("profiles").findValuesAsString("version")).containsExactly("1", "2", "4", "5");
    }

    @Test
    void aProfileBeginsTodayOrLaterByTheCalendarOfItsStore() {
        world.bob().post("/stores", newStore("A5", EARLIEST)).expect(201);
        world.bob().post("/stores", newStore("A6", LATEST)).expect(201);
        LocalDate today = LocalDate.now(ZoneId.of(LATEST));
        Reply refused = patch("A5", Map.of("profile", profile(today)));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.problem()).isEqualTo("profile-too-early");
        assertThat(refused.json().path("today").asString())
                .isEqualTo(LocalDate.now(ZoneId.of(EARLIEST)).toString());
        assertThat(store("A5").path("version").asLong()).isEqualTo(1);
        assertThat(patch("A6", Map.of("profile", profile(today)))
                        .expect(200)
                        .path("today")
                        .asString())
                .isEqualTo(today.toString());
    }

    /** A profile that was in force stays for the reprints of its sales, also when another one begins on the same day. */
    @Test
    void aProfileThatHasBegunIsKept() {
        add("A7");
        patch("A7", Map.of("profile", profile(today(), Map.of("telephone", "514 555-0103"))))
                .expect(200);
        JsonNode store = patch("A7", Map.of("profile", profile(today(), Map.of("telephone", "514 555-0104"))))
                .expect(200);
        assertThat(store.path("profiles").findValuesAsString("version")).containsExactly("0", "1", "2");
        assertThat(store.path("profile").path("telephone").asString()).isEqualTo("514 555-0104");
    }

    @Test
    void aPlannedProfileIsReplacedByAnotherOneOfItsFirstDay() {
        add("A8");
        LocalDate later = today().plusDays(10);
        patch("A8", Map.of("profile", profile(later, Map.of("tradeName", "Un"))))
                .expect(200);
        JsonNode store = patch("A8", Map.of("profile", profile(later, Map.of("tradeName", "Deux"))))
                .expect(200);
        assertThat(store.path("profiles").findValuesAsString("tradeName")).containsExactly("Rosemont", "Deux");
        assertThat(store.path("profiles").findValuesAsString("version")).containsExactly("0", "2");
    }

    /** The newest version of those that have begun is in force; so the planned one gets the highest. */
    @Test
    void aChangeOfTodayLeavesThePlannedProfileInItsPlace() {
        add("A9");
        LocalDate later = today().plusDays(10);
        patch("A9", Map.of("profile", profile(later, Map.of("tradeName", "Plus tard"))))
                .expect(200);
        JsonNode store = patch("A9", Map.of("profile", profile(today(), Map.of("tradeName", "Maintenant"))))
                .expect(200);
        assertThat(store.path("profile").path("tradeName").asString()).isEqualTo("Maintenant");
        assertThat(store.path("profiles").findValuesAsString("tradeName"))
                .containsExactly("Rosemont", "Maintenant", "Plus tard");
        assertThat(store.path("profiles").findValuesAsString("version")).containsExactly("0", "2", "3");
        Awaitility.await().untilAsserted(() -> {
            StoreChanged sent = received(world.store.received("StoreChanged"), "A9");
            assertThat(sent.version()).isEqualTo(3);
            assertThat(StoreProfile.inForce(sent.profiles(), later).tradeName()).isEqualTo("Plus tard");
            assertThat(StoreProfile.inForce(sent.profiles(), later.minusDays(1)).tradeName())
                    .isEqualTo("Maintenant");
        });
    }

    /** 5 % until yesterday, 6 % from today on, 7 % from tomorrow on; the class for books is none of theirs. */
    @Test
    void theTaxesOfEarlierReleasesAreTheStandardRatesOfTheDay() {
        add("B1");
        world.bob()
                .post("/tax-classes", Map.of("code", "books", "nameFr", "Livres", "nameEn", "Books"))
                .expect(201);
        Map<String, Object> tax = tax(
                "GST",
                "F",
                rate("standard", 50_000, LocalDate.of(2008, 1, 1), today().minusDays(1)),
                rate("standard", 60_000, today(), today()),
                rate("standard", 70_000, today().plusDays(1), null),
                rate("books", 10_000, LocalDate.of(2008, 1, 1), null));
        patch("B1", Map.of("profile", profile(today(), Map.of("taxes", List.of(tax)))))
                .expect(200);
        assertThat(store("B1").path("taxes").findValuesAsString("perMillion")).containsExactly("60000");
        Awaitility.await()
                .untilAsserted(() -> assertThat(received(world.store.received("StoreChanged"), "B1")
                                .taxes())
                        .containsExactly(new TaxRate("GST", 60_000)));
    }

    @Test
    void aRateIsForATaxClassThatExists() {
        Map<String, Object> unknown = profile(
                today(),
                Map.of("taxes", List.of(tax("GST", "F", rate("diapers", 50_000, LocalDate.of(2008, 1, 1), null)))));
        add("C4");
        Reply refused = patch("C4", Map.of("profile", unknown));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.problem()).isEqualTo("unknown-tax-class");
        assertThat(refused.json().path("taxClass").asString()).isEqualTo("diapers");
        assertThat(store("C4").path("version").asLong()).isEqualTo(1);
        Map<String, Object> store = newStore("C5", TORONTO.getId());
        store.put("profile", unknown);
        assertThat(world.bob().post("/stores", store).problem()).isEqualTo("unknown-tax-class");
        assertThat(world.bob().get("/stores/C5").problem()).isEqualTo("not-found");
    }

    @Test
    void registersAreAddedRenamedAndTakenOutOfService() {
        add("B2");
        JsonNode store = patch(
                        "B2",
                        registers(
                                Map.of("number", 3, "name", " Libre-service "),
                                Map.of("number", 1, "name", "Entrée"),
                                Map.of("number", 2, "closed", true)))
                .expect(200);
        assertThat(store.path("registers").findValuesAsString("name"))
                .containsExactly("Entrée", "Caisse 2", "Libre-service");
        Awaitility.await()
                .untilAsserted(() -> assertThat(received(world.store.received("StoreChanged"), "B2")
                                .registers())
                        .containsExactly(
                                new RegisterOfStore(1, "Entrée", false),
                                new RegisterOfStore(2, "Caisse 2", true),
                                new RegisterOfStore(3, "Libre-service", false)));
        patch("B2", registers(Map.of("number", 2, "closed", false))).expect(200);
        assertThat(store("B2").path("registers").findValuesAsString("closed"))
                .containsExactly("false", "false", "false");
    }

    @Test
    void oneRegisterStaysInService() {
        add("B3");
        Map<String, Object> first = Map.of("number", 1, "closed", true);
        Map<String, Object> second = Map.of("number", 2, "closed", true);
        assertThat(patch("B3", registers(first, second)).problem()).isEqualTo("last-register");
        patch("B3", registers(first)).expect(200);
        Reply refused = patch("B3", registers(second));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.problem()).isEqualTo("last-register");
        patch("B3", registers(second, Map.of("number", 3, "name", "Caisse 3"))).expect(200);
    }

    @Test
    void aNewRegisterNeedsAName() {
        add("B4");
        assertThat(patch("B4", registers(Map.of("number", 7))).problem()).isEqualTo("register-unnamed");
        assertThat(store("B4").path("registers")).hasSize(2);
    }

    @Test
    void aStoreHasAtMostAHundredRegisters() {
        add("B5");
        Map<?, ?>[] more = IntStream.rangeClosed(3, 100)
                .mapToObj(number -> Map.of("number", number, "name", "Caisse " + number))
                .toArray(Map<?, ?>[]::new);
        patch("B5", registers(more)).expect(200);
        assertThat(patch("B5", registers(Map.of("number", 101, "name", "Trop"))).problem())
                .isEqualTo("too-many-registers");
    }

    @Test
    void aStoreHasAtMostAHundredProfiles() {
        add("B6");
        patch("B6", Map.of("profile", profile(today()))).expect(200);
        world.execute("""
                UPDATE store SET profiles = (SELECT jsonb_agg(jsonb_set(profiles -> 1, '{version}', to_jsonb(n)))
                                             FROM generate_series(1, 100) AS n)
                WHERE code = 'B6'
                """);
        Reply refused = patch("B6", Map.of("profile", profile(today())));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.problem()).isEqualTo("too-many-profiles");
    }

    @Test
    void theHistoryStatesWhoChangedWhat() {
        add("B7");
        patch("B7", Map.of("name", "Masson")).expect(200);
        patch("B7", registers(Map.of("number", 2, "closed", true))).expect(200);
        patch("B7", Map.of("profile", profile(today().plusDays(5)))).expect(200);
        JsonNode history = store("B7").path("history");
        assertThat(history.findValuesAsString("changedBy")).containsExactly("bob", "bob", "bob", "bob");
        assertThat(history.get(0)
                        .path("changes")
                        .path("profile")
                        .path("version")
                        .asLong())
                .isEqualTo(1);
        assertThat(history.get(1)
                        .path("changes")
                        .path("registers")
                        .get(0)
                        .path("after")
                        .path("closed")
                        .asBoolean())
                .isTrue();
        assertThat(history.get(2).path("changes").path("name").path("before").asString())
                .isEqualTo("Rosemont");
        assertThat(history.get(3).path("changes").path("added").path("name").asString())
                .isEqualTo("Rosemont");
    }

    /** A profile that was replaced before it began is no longer sent, but who planned it can be seen. */
    @Test
    void theHistoryKeepsPlannedProfilesThatWereReplaced() {
        add("B8");
        LocalDate later = today().plusDays(10);
        patch("B8", Map.of("profile", profile(later, Map.of("tradeName", "Un"))))
                .expect(200);
        JsonNode store = patch("B8", Map.of("profile", profile(later, Map.of("tradeName", "Deux"))))
                .expect(200);
        assertThat(store.path("history")
                        .get(1)
                        .path("changes")
                        .path("profile")
                        .path("tradeName")
                        .asString())
                .isEqualTo("Un");
    }

    @Test
    void aChangeThatChangesNothingGetsNoNewVersion() {
        add("B9");
        JsonNode store = patch(
                        "B9",
                        Map.of(
                                "name",
                                "Rosemont",
                                "registers",
                                List.of(Map.of("number", 1, "name", "Caisse 1", "closed", false))))
                .expect(200);
        assertThat(store.path("version").asLong()).isEqualTo(1);
        assertThat(store.path("history")).hasSize(1);
    }

    @Test
    void aChangeOfAStaleVersionIsRefusedWithTheCurrentVersion() {
        add("C1");
        patch("C1", 1, Map.of("name", "Masson")).expect(200);
        Reply refused = patch("C1", 1, Map.of("name", "Beaubien"));
        assertThat(refused.status()).isEqualTo(412);
        assertThat(refused.problem()).isEqualTo("version-stale");
        assertThat(refused.json().path("version").asLong()).isEqualTo(2);
        assertThat(refused.header("ETag")).isEqualTo("\"2\"");
        assertThat(store("C1").path("name").asString()).isEqualTo("Masson");
    }

    @Test
    void aChangeWithoutAVersionIsRefused() {
        Reply refused = world.bob().patch("/stores/S1", Map.of("name", "Masson"));
        assertThat(refused.status()).isEqualTo(428);
        assertThat(refused.problem()).isEqualTo("version-required");
    }

    @Test
    void tenManagersChangeOneVersionAndOneWins() throws Exception {
        add("C2");
        List<Callable<Reply>> changes = IntStream.range(0, 10)
                .<Callable<Reply>>mapToObj(number -> () -> patch("C2", 1, Map.of("name", "Nom " + number)))
                .toList();
        List<Reply> replies = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Reply> future : threads.invokeAll(changes)) {
                replies.add(future.get());
            }
        }
        assertThat(replies.stream().filter(reply -> reply.status() == 200)).hasSize(1);
        assertThat(replies.stream().filter(reply -> reply.status() == 412)).hasSize(9);
        assertThat(store("C2").path("history")).hasSize(2);
    }

    @Test
    void aStoreThatDoesNotExistIsNotFound() {
        assertThat(world.bob().get("/stores/X9").problem()).isEqualTo("not-found");
        assertThat(patch("X9", 1, Map.of("name", "Masson")).problem()).isEqualTo("not-found");
    }

    @Test
    void onlyManagersReadAndChangeStores() {
        assertThat(world.anyone().get("/stores/S1").status()).isEqualTo(401);
        assertThat(world.anyone()
                        .with("If-Match", "\"1\"")
                        .patch("/stores/S1", Map.of("name", "Masson"))
                        .status())
                .isEqualTo(401);
        assertThat(world.anyone()
                        .post("/login", Map.of("username", "carla", "password", HeadOfficeWorld.PASSWORD))
                        .problem())
                .isEqualTo("managers-only");
    }

    static Stream<Map<String, Object>> invalidProfiles() {
        LocalDate first = LocalDate.of(2008, 1, 1);
        Map<String, Object> five = rate("standard", 50_000, first, null);
        return Stream.of(
                Map.of("from", "2026-02-30"),
                Map.of("from", "2300-01-01"),
                Map.of("legalName", " "),
                Map.of("tradeName", "x".repeat(101)),
                Map.of("tradeName", "deux\nlignes"),
                Map.of("address", List.of("1", "2", "3", "4", "5", "6", "7")),
                Map.of("address", List.of("")),
                Map.of("telephone", "poste 12"),
                Map.of("telephone", "1"),
                Map.of("languages", List.of()),
                Map.of("languages", List.of("de")),
                Map.of("languages", List.of("fr", "fr")),
                Map.of("cashIncrement", 0),
                Map.of("cashIncrement", 3),
                Map.of("cashIncrement", 101),
                Map.of("version", 7),
                Map.of(
                        "taxes",
                        List.of(tax("GST", "F", five, rate("standard", 60_000, LocalDate.of(2020, 1, 1), null)))),
                Map.of("taxes", List.of(tax("GST", "F", rate("standard", 50_000, first, first.minusDays(1))))),
                Map.of("taxes", List.of(tax("GST", "F", rate("standard", 1_000_001, first, null)))),
                Map.of("taxes", List.of(tax("GST", "F", rate("Standard", 50_000, first, null)))),
                Map.of("taxes", List.of(tax("GST\n", "F", five))),
                Map.of("taxes", List.of(tax("GST ", "F", five))),
                Map.of("taxes", List.of(tax("G\tT", "F", five))),
                Map.of("taxes", List.of(tax("GST", "", five))),
                Map.of("taxes", List.of(tax("GST", "f", five))),
                Map.of("taxes", List.of(tax("GST", "F", five), tax("GST", "P", five))),
                Map.of("taxes", List.of(tax("GST", "F", five), tax("QST", "F", five))),
                Map.of(
                        "taxes",
                        List.of(Map.of("name", "GST", "mark", "F", "registration", "n° 12", "rates", List.of(five)))),
                Map.of(
                        "taxes",
                        List.of(
                                tax("A", "A"),
                                tax("B", "B"),
                                tax("C", "C"),
                                tax("D", "D"),
                                tax("E", "E"),
                                tax("G", "G"))),
                Map.of(
                        "taxes",
                        List.of(tax(
                                "GST",
                                "F",
                                IntStream.range(0, 101)
                                        .mapToObj(number -> rate("class-" + number, 50_000, first, null))
                                        .toArray()))));
    }

    @ParameterizedTest
    @MethodSource("invalidProfiles")
    void anInvalidProfileIsRefusedAndChangesNothing(Map<String, Object> fault) {
        Reply refused = patch("S2", 1, Map.of("profile", profile(today(), fault)));
        assertThat(refused.status()).as(refused.toString()).isEqualTo(400);
        assertThat(store("S2").path("version").asLong()).isEqualTo(1);
    }

    @Test
    void theProblemOfAnInvalidProfileStatesWhere() {
        LocalDate first = LocalDate.of(2008, 1, 1);
        Map<String, Object> tax =
                tax("GST", "F", rate("standard", 50_000, first, null), rate("standard", 60_000, first, null));
        assertThat(patch("S2", 1, Map.of("profile", profile(today(), Map.of("taxes", List.of(tax)))))
                        .json()
                        .path("detail")
                        .asString())
                .isEqualTo("profile.taxes[0]: two rates of the class standard overlap");
    }

    @Test
    void whatNeverChangesIsNoFieldOfAChange() {
        for (String name : List.of("code", "deployment", "timeZone", "taxes")) {
            assertThat(patch("S2", 1, Map.of(name, "x")).status()).as(name).isEqualTo(400);
        }
    }

    @Test
    void aStoreOfAnEarlierReleaseIsReadAndChanged() {
        world.execute("""
                INSERT INTO store (code, name, time_zone, taxes, registers, deployment, version)
                VALUES ('C3', 'Ancien', 'America/Toronto', '[{"name": "GST", "perMillion": 50000}]',
                        '[{"number": 1, "name": "Caisse 1"}]', 'store', 1)
                """);
        assertThat(store("C3").path("history")).isEmpty();
        assertThat(store("C3").path("registers").get(0).path("closed").asBoolean())
                .isFalse();
        assertThat(patch("C3", Map.of("profile", profile(today()))).expect(200).path("profiles"))
                .hasSize(2);
    }
}
