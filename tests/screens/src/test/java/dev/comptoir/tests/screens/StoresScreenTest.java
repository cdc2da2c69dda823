package dev.comptoir.tests.screens;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import dev.comptoir.app.testing.RunningChain;
import dev.comptoir.platform.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A manager settles events that could not be applied, and sees what restores of databases meant. The responses are those of a
 * chain after such faults.
 */
class StoresScreenTest {
    private static final String DEAD_LETTERS = "**/headoffice/api/v1/dead-letters";
    private static final String SETTLEMENTS = "**/headoffice/api/v1/dead-letters/settlements";
    private static final String PROPAGATION = "**/headoffice/api/v1/propagation";
    private static final String FIRST = "0f3b6a1e-8f5d-4a54-9d0c-2f8a6f7b1c11";
    private static final String SECOND = "0f3b6a1e-8f5d-4a54-9d0c-2f8a6f7b1c12";

    private final List<JsonNode> settlements = new ArrayList<>();

    private Screen stores(Screen.Kind kind) {
        Screen screen = Screen.open(kind, "headoffice");
        Page page = screen.page();
        page.route(DEAD_LETTERS, route -> respond(route, deadLetters()));
        page.route(SETTLEMENTS, this::settlements);
        page.route(PROPAGATION, route -> respond(route, afterRestores()));
        screen.signIn("bob");
        screen.goTo("/stores");
        page.locator("[data-key='" + FIRST + "']").waitFor();
        return screen;
    }

    private static void respond(Route route, Object body) {
        route.fulfill(
                new Route.FulfillOptions().setContentType("application/json").setBody(Json.text(body)));
    }

    private void settlements(Route route) {
        Request request = route.request();
        if (request.method().equals("POST")) {
            settlements.add(Json.read(request.postData(), JsonNode.class));
            respond(route, Map.of("settled", 2, "kept", 0));
        } else {
            respond(route, Map.of("items", List.of(settled())));
        }
    }

    private static Map<String, Object> deadLetters() {
        return Map.of(
                "items",
                List.of(
                        letter(
                                FIRST,
                                "SaleRecorded",
                                "never",
                                "IllegalArgumentException: store S1 is not served by store"),
                        letter(SECOND, "StockCounted", "not-yet", "NotYet: store S7 is unknown")),
                "total",
                2);
    }

    private static Map<String, Object> letter(String id, String type, String kind, String error) {
        return Map.of(
                "id",
                id,
                "sender",
                "store",
                "type",
                type,
                "kind",
                kind,
                "arrivedAt",
                Instant.now().toString(),
                "triedAt",
                Instant.now().toString(),
                "attempts",
                3,
                "error",
                error);
    }

    private static Map<String, Object> settled() {
        return Map.of(
                "id", "0f3b6a1e-8f5d-4a54-9d0c-2f8a6f7b1c13",
                "sender", "store",
                "type", "SaleRecorded",
                "error", "IllegalArgumentException: damaged",
                "action", "discarded",
                "reason", "a test of the network",
                "settledBy", "bob",
                "settledAt", Instant.now().toString());
    }

    /** The real response, with what restores of the head office and of the stores leave in it. */
    private static JsonNode afterRestores() {
        JsonNode response =
                RunningChain.get().at("headoffice", "bob").get("/propagation").expect(200);
        for (JsonNode peer : response.path("peers")) {
            boolean store = peer.path("name").asString().equals("store");
            ((ObjectNode) peer.path("toPeer"))
                    .put("divergedAt", Instant.now().toString())
                    .put("forgotten", 20);
            ObjectNode fromPeer = (ObjectNode) peer.path("fromPeer");
            fromPeer.put("resentAt", Instant.now().toString());
            if (store) {
                fromPeer.put("behind", 1_234).put("lost", 3);
            } else {
                ((ObjectNode) peer.path("toPeer")).putArray("differing").add("products");
            }
        }
        return response;
    }

    private static Locator row(Page page, String key) {
        return page.locator("[data-key='" + key + "']");
    }

    private static Locator button(Locator within, String name) {
        return within.locator("button").filter(new Locator.FilterOptions().setHasText(name));
    }

    @Test
    void anEventIsDiscardedOnlyWithAReason() {
        try (Screen screen = stores(Screen.Kind.DESKTOP.in("en"))) {
            Page page = screen.page();
            button(row(page, FIRST), "Discard").click();
            Locator dialog = page.locator("dialog");
            button(dialog, "Discard").click();
            assertThat(dialog).containsText("Enter a reason");
            assertThat(settlements).isEmpty();
            page.locator("#settlement-reason").fill("a test of the network");
            button(dialog, "Discard").click();
            dialog.waitFor(Screen.GONE);
            assertThat(settlements).singleElement().satisfies(sent -> {
                assertThat(sent.path("action").asString()).isEqualTo("discard");
                assertThat(sent.path("reason").asString()).isEqualTo("a test of the network");
                assertThat(sent.path("ids").get(0).asString()).isEqualTo(FIRST);
                assertThat(sent.has("type")).isFalse();
            });
        }
    }

    @Test
    void allEventsOfOneTypeFromOneServiceAreRetriedTogether() {
        try (Screen screen = stores(Screen.Kind.DESKTOP.in("fr"))) {
            Page page = screen.page();
            button(row(page, SECOND), "Réessayer").click();
            page.locator("#settlement-reason").fill("le magasin est ajouté");
            page.locator("#settlement-alike").check();
            button(page.locator("dialog"), "Réessayer").click();
            page.locator("dialog").waitFor(Screen.GONE);
            assertThat(settlements).singleElement().satisfies(sent -> {
                assertThat(sent.path("action").asString()).isEqualTo("retry");
                assertThat(sent.path("sender").asString()).isEqualTo("store");
                assertThat(sent.path("type").asString()).isEqualTo("StockCounted");
                assertThat(sent.has("ids")).isFalse();
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr", "en"})
    void restoresAndDifferingCopiesAreShown(String language) {
        boolean french = language.equals("fr");
        try (Screen screen = stores(Screen.Kind.DESKTOP.in(language))) {
            Locator main = screen.page().locator("main");
            assertThat(main).containsText(french ? "Rattrapage" : "Catching up");
            assertThat(main).containsText(french ? "Copies différentes" : "Copies differ");
            assertThat(main).containsText(french ? "20 événements" : "20 events that it had sent");
            assertThat(main).containsText(french ? "3 événements perdus" : "3 events are lost");
        }
    }
}
