package dev.comptoir.tests.screens;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.comptoir.app.testing.RunningChain;
import dev.comptoir.platform.testing.TestHttp;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A warehouse clerk: live orders, decisions, received goods, and forecasts. */
class WarehouseScreenTest {
    private static final String STORE = "S3";

    private static TestHttp store() {
        return RunningChain.get().atRegister("alice", STORE, 1);
    }

    private static Screen warehouse(String language) {
        Screen screen = Screen.open(Screen.Kind.DESKTOP.in(language), "logistics");
        screen.signIn("farid");
        screen.page().locator("h1").waitFor();
        return screen;
    }

    private static void requestRestock(long product) {
        store().post("/restock-orders", Map.of("productId", product, "quantity", 3))
                .expect(201);
    }

    private static String name(long product) {
        return RunningChain.get()
                .at("headoffice", "bob")
                .get("/products/" + product)
                .expect(200)
                .path("name")
                .asString();
    }

    private static Locator order(Page page, long product) {
        return page.locator(".order")
                .filter(new Locator.FilterOptions().setHasText(name(product)))
                .filter(new Locator.FilterOptions().setHasText("Verdun"));
    }

    private static String state(long product) {
        return store().get("/restock-orders")
                .expect(200)
                .path("items")
                .valueStream()
                .filter(order -> order.path("productId").asLong() == product)
                .map(order -> order.path("state").asString())
                .findFirst()
                .orElse("none");
    }

    @ParameterizedTest
    @CsvSource({"fr,31,32", "en,33,34"})
    void anOrderAppearsLiveAndTheStoreReceivesTheDecision(String language, long accepted, long refused) {
        try (Screen screen = warehouse(language)) {
            Page page = screen.page();
            requestRestock(accepted);
            requestRestock(refused);
            order(page, accepted).locator(".primary").click();
            await().until(() -> state(accepted).equals("received"));
            order(page, refused).locator(".order-actions .plain").click();
            page.locator("dialog .choices .button").first().click();
            page.locator("dialog .danger").click();
            await().until(() -> state(refused).equals("refused"));
            screen.goTo("/history");
            assertThat(page.locator("tbody tr")
                            .filter(new Locator.FilterOptions().setHasText(name(refused)))
                            .first())
                    .isVisible();
        }
    }

    @Test
    void twoClerksDecideOneOrderAndTheSlowerOneSeesTheDecision() {
        long product = 35;
        try (Screen one = warehouse("en");
                Screen other = warehouse("en")) {
            requestRestock(product);
            order(one.page(), product).waitFor();
            order(other.page(), product).waitFor();
            other.page().route("**/live", route -> route.abort());
            other.page().route("**/restock-orders?*", route -> route.abort());
            order(one.page(), product).locator(".primary").click();
            await().until(() -> state(product).equals("received"));
            order(other.page(), product).locator(".primary").click();
            assertThat(other.page().locator(".toast.bad, .order-outcome").first())
                    .isVisible();
            other.page().unrouteAll();
        }
        assertThat(state(product)).isEqualTo("received");
    }

    @Test
    void receivedGoodsIncreaseTheCentralStock() {
        long before = centralStock(36);
        try (Screen screen = warehouse("en")) {
            Page page = screen.page();
            screen.goTo("/stock");
            page.locator(".search input").fill(name(36));
            assertThat(page.locator("tbody tr")).hasCount(1);
            page.locator("tbody tr .button").click();
            page.locator("#quantity").fill("many");
            page.keyboard().press("Enter");
            assertThat(page.locator("dialog .error")).isVisible();
            page.locator("#quantity").fill("12");
            page.keyboard().press("Enter");
            assertThat(page.locator("dialog")).hasCount(0);
            assertThat(page.locator("tbody tr")).containsText(String.format(Locale.ROOT, "%,d", before + 12));
        }
        assertThat(centralStock(36)).isEqualTo(before + 12);
    }

    private static long centralStock(long product) {
        return RunningChain.get()
                .at("logistics", "farid")
                .get("/stock?limit=200")
                .expect(200)
                .path("items")
                .valueStream()
                .filter(one -> one.path("id").asLong() == product)
                .findFirst()
                .orElseThrow()
                .path("centralStock")
                .asLong();
    }

    @Test
    void aSuggestionShowsItsCalculation() {
        TestHttp till = RunningChain.get().atRegister("bob", STORE, 1);
        till.post("/stock/counts", Map.of("lines", List.of(Map.of("productId", 37, "counted", 12))))
                .expect(201);
        till.post(
                        "/sales",
                        Map.of(
                                "lines",
                                List.of(Map.of("productId", 37, "quantity", 11)),
                                "payments",
                                List.of(Map.of("tender", "cash", "amount", 100_000))))
                .expect(201);
        TestHttp logistics = RunningChain.get().at("logistics", "farid");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> logistics.get("/suggestions").body().contains("\"productId\":37"));
        try (Screen screen = warehouse("en")) {
            Page page = screen.page();
            screen.goTo("/suggestions");
            Locator row = page.locator("tbody tr").filter(new Locator.FilterOptions().setHasText(name(37)));
            assertThat(row.locator(".arithmetic li").first()).containsText("11 sold in 14 days");
            assertThat(row.locator(".suggested")).isVisible();
        }
    }
}
