package dev.comptoir.tests.screens;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.comptoir.app.testing.RunningChain;
import dev.comptoir.platform.testing.TestHttp;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Payments at register 1 of store S1: split tenders, last-minute changes, and lost responses. */
class TenderScreenTest {
    private static final String STORE = "S1";

    private static long product(String sku, long price) {
        TestHttp office = RunningChain.get().at("headoffice", "bob");
        long id = office.post(
                        "/products",
                        Map.of("sku", sku, "name", sku, "category", "Test", "price", price, "taxClass", "standard"))
                .expect(201)
                .path("id")
                .asLong();
        TestHttp store = RunningChain.get().atRegister("bob", STORE, 1);
        await().until(() ->
                store.get("/products?query=" + sku).expect(200).path("items").size() == 1);
        return id;
    }

    private static void stock(long product, int units) {
        RunningChain.get()
                .atRegister("bob", STORE, 1)
                .post("/stock/counts", Map.of("lines", List.of(Map.of("productId", product, "counted", units))))
                .expect(201);
    }

    private static int sold(String sku) {
        return RunningChain.get()
                .atRegister("bob", STORE, 1)
                .get("/sales?query=" + sku)
                .expect(200)
                .path("items")
                .size();
    }

    /** A till with one unit in its cart and the payment open. */
    private static Screen paying(String username, int register, String sku) {
        Screen screen = Screen.atTill(Screen.Kind.DESKTOP.in("en"), username, STORE, register);
        Page page = screen.page();
        page.locator(".products").waitFor();
        screen.scan(sku);
        assertThat(page.locator(".line")).hasCount(1);
        page.keyboard().press("F4");
        page.locator("#tendered").waitFor();
        return screen;
    }

    @Test
    void cashAndCardShareASaleAndOnlyCashGivesChange() {
        stock(product("SPLIT-1", 1000), 5);
        try (Screen screen = paying("alice", 1, "SPLIT-1")) {
            Page page = screen.page();
            assertThat(page.locator("#tendered")).hasValue("11.50");
            page.locator("#tendered").fill("6");
            page.keyboard().press("c");
            assertThat(page.locator(".due output")).containsText("5.50");
            assertThat(page.locator(".given li")).hasCount(1);
            page.locator(".notes .button")
                    .filter(new Locator.FilterOptions().setHasText("10"))
                    .first()
                    .click();
            assertThat(page.locator(".change")).containsText("4.50");
        }
        assertThat(sold("SPLIT-1")).isOne();
    }

    @Test
    void aCardIsNeverChargedMoreThanWhatIsDue() {
        stock(product("CARD-1", 1000), 5);
        try (Screen screen = paying("alice", 1, "CARD-1")) {
            Page page = screen.page();
            page.locator("#tendered").fill("nonsense");
            page.keyboard().press("Enter");
            assertThat(page.locator(".notice.bad")).isVisible();
            page.locator("#tendered").fill("500");
            page.keyboard().press("c");
            assertThat(page.locator(".change")).containsText("0.00");
        }
        assertThat(sold("CARD-1")).isOne();
    }

    @Test
    void aCodeScannedDuringThePaymentPaysNothing() {
        stock(product("CASH-CARD", 1000), 5);
        try (Screen screen = paying("alice", 1, "CASH-CARD")) {
            Page page = screen.page();
            screen.scan("CCP-C");
            assertThat(page.locator(".toast")).isVisible();
            assertThat(page.locator("#tendered")).hasValue("11.50");
            page.keyboard().press("Enter");
            page.locator(".change").waitFor();
            screen.scan("CASH-CARD");
            assertThat(page.locator("dialog")).hasCount(0);
            assertThat(page.locator(".line")).hasCount(1);
        } finally {
            RunningChain.get().atRegister("alice", STORE, 1).delete("/cart").expect(200);
        }
        assertThat(sold("CASH-CARD")).isOne();
    }

    @Test
    void aSaleThatIsBeingSavedCannotBeClosedAndOutlivesItsPage() {
        stock(product("UNKNOWN-1", 1000), 5);
        try (Screen screen = paying("alice", 1, "UNKNOWN-1")) {
            Page page = screen.page();
            page.route("**/sales", route -> {
                route.fetch();
                route.abort();
            });
            page.keyboard().press("Enter");
            page.locator(".saving").waitFor();
            page.keyboard().press("Escape");
            page.keyboard().press("Escape");
            assertThat(page.locator("dialog[open] .saving")).isVisible();
            page.unroute("**/sales");
            page.reload();
            assertThat(page.locator(".change")).containsText("0.00");
            page.keyboard().press("Enter");
            assertThat(page.locator(".line")).hasCount(0);
            page.reload();
            page.locator(".products").waitFor();
            assertThat(page.locator("dialog")).hasCount(0);
        }
        assertThat(sold("UNKNOWN-1")).isOne();
    }

    @Test
    void aPriceChangeDuringThePaymentIsShownBeforeTheMoneyIsTaken() {
        long product = product("DEARER-1", 1000);
        stock(product, 5);
        try (Screen screen = paying("alice", 1, "DEARER-1")) {
            Page page = screen.page();
            TestHttp office = RunningChain.get().at("headoffice", "bob");
            int version = office.get("/products/" + product)
                    .expect(200)
                    .path("version")
                    .asInt();
            office.with("If-Match", "\"" + version + "\"")
                    .patch("/products/" + product, Map.of("price", 2000))
                    .expect(200);
            TestHttp store = RunningChain.get().atRegister("bob", STORE, 1);
            await().until(() -> store.get("/products?query=DEARER-1").body().contains("2000"));
            page.keyboard().press("Enter");
            assertThat(page.locator(".notice.bad")).isVisible();
            assertThat(page.locator("#tendered")).hasValue("23.00");
            page.keyboard().press("Enter");
            page.locator(".change").waitFor();
        }
        assertThat(sold("DEARER-1")).isOne();
    }

    @Test
    void twoRegistersSellTheLastItemAndOneIsRefused() {
        stock(product("LAST-1", 1000), 1);
        TestHttp second = RunningChain.get().atRegister("claire", STORE, 2);
        second.post("/register/open", Map.of("openingFloat", 10_000));
        try (Screen one = paying("alice", 1, "LAST-1");
                Screen other = paying("claire", 2, "LAST-1")) {
            one.page().keyboard().press("Enter");
            one.page().locator(".change").waitFor();
            other.page().keyboard().press("Enter");
            assertThat(other.page().locator(".notice.bad")).isVisible();
            other.page().locator(".notice.bad .button").click();
            assertThat(other.page().locator(".line")).hasCount(0);
            assertThat(other.page().locator("dialog")).hasCount(0);
        }
        assertThat(sold("LAST-1")).isOne();
    }

    @Test
    void aClosedRegisterSellsNothingAndKeepsTheCart() {
        stock(product("CLOSED-1", 1000), 5);
        try (Screen screen = paying("david", 3, "CLOSED-1")) {
            Page page = screen.page();
            page.keyboard().press("Enter");
            assertThat(page.locator("dialog .notice.bad")).containsText("open it");
            assertThat(page.locator(".line")).hasCount(1);
            assertThat(sold("CLOSED-1")).isZero();
            RunningChain.get().atRegister("david", STORE, 3).post("/register/open", Map.of("openingFloat", 0));
            page.keyboard().press("Enter");
            page.locator(".change").waitFor();
        }
        assertThat(sold("CLOSED-1")).isOne();
    }
}
