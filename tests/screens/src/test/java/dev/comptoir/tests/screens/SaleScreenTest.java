package dev.comptoir.tests.screens;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.comptoir.app.testing.RunningChain;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cashier at register 1 of each store: by keyboard, by scanner, by touch, and when things go wrong. */
class SaleScreenTest {
    private static final String MILK = "2000000000374";
    private static final int TYPING_MILLISECONDS = 80;

    private static Screen till(Screen.Kind kind, String store) {
        Screen screen = Screen.atTill(kind, "alice", store, 1);
        screen.page().locator(".products").waitFor();
        return screen;
    }

    private static int sales(String store) {
        return RunningChain.get()
                .atRegister("bob", store, 1)
                .get("/sales?limit=200")
                .expect(200)
                .path("items")
                .size();
    }

    private static void type(Screen screen, String text) {
        screen.page()
                .locator("#search")
                .pressSequentially(text, new Locator.PressSequentiallyOptions().setDelay(TYPING_MILLISECONDS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr", "en"})
    void aWholeSaleByKeyboardAlone(String language) {
        int before = sales("S1");
        try (Screen screen = till(Screen.Kind.DESKTOP.in(language), "S1")) {
            Page page = screen.page();
            page.keyboard().press("F2");
            type(screen, "eau de source");
            page.keyboard().press("Enter");
            assertThat(page.locator(".line")).hasCount(1);
            page.keyboard().press("F4");
            page.locator("#tendered").waitFor();
            page.keyboard().press("Enter");
            assertThat(page.locator(".change")).containsText(Pattern.compile("0[.,]00"));
            page.keyboard().press("Enter");
            assertThat(page.locator("dialog")).hasCount(0);
            assertThat(page.locator(".line")).hasCount(0);
        }
        assertThat(sales("S1")).isEqualTo(before + 1);
    }

    @Test
    void aScannerAddsWhereverTheFocusIsAndRescanningCounts() {
        try (Screen screen = till(Screen.Kind.DESKTOP, "S2")) {
            Page page = screen.page();
            page.locator("#search").click();
            screen.scan(MILK);
            screen.scan(MILK);
            assertThat(page.locator(".line")).hasCount(1);
            assertThat(page.locator(".line .stepper input")).hasValue("2");
            assertThat(page.locator("#search")).hasValue("");
            screen.scan("9999999999999");
            assertThat(page.locator(".toast.bad")).containsText("9999999999999");
            assertThat(page.locator(".line .stepper input")).hasValue("2");
        } finally {
            RunningChain.get().atRegister("alice", "S2", 1).delete("/cart").expect(200);
        }
    }

    @Test
    void aSaleByTouchAloneOnATabletAndADoubleTouchSellsOnce() {
        int before = sales("S3");
        try (Screen screen = till(Screen.Kind.TABLET.dark(), "S3")) {
            Page page = screen.page();
            page.locator(".product").nth(7).tap();
            assertThat(page.locator(".line")).hasCount(1);
            page.locator(".pay").tap();
            page.locator(".tenders .button").first().dblclick();
            page.locator(".change").waitFor();
            page.locator(".next").tap();
        }
        assertThat(sales("S3")).isEqualTo(before + 1);
    }

    @Test
    void aSaleIsMadeOnceWhenTheConnectionDropsDuringThePayment() {
        int before = sales("S3");
        try (Screen screen = till(Screen.Kind.DESKTOP, "S3")) {
            Page page = screen.page();
            page.locator(".product").nth(8).click();
            assertThat(page.locator(".line")).hasCount(1);
            page.keyboard().press("F4");
            page.locator("#tendered").waitFor();
            screen.context().setOffline(true);
            page.keyboard().press("Enter");
            assertThat(page.locator(".saving")).containsText("connexion");
            assertThat(page.locator(".line")).hasCount(1);
            screen.context().setOffline(false);
            page.locator(".change").waitFor();
        }
        assertThat(sales("S3")).isEqualTo(before + 1);
    }

    @Test
    void anExpiredSessionKeepsTheCartAndUnfinishedWork() {
        try (Screen screen = till(Screen.Kind.DESKTOP, "S2")) {
            Page page = screen.page();
            page.locator(".product").nth(9).click();
            assertThat(page.locator(".line")).hasCount(1);
            page.evaluate("""
                    () => fetch('/store/api/v1/logout', {method: 'POST',
                        headers: {Authorization: 'Bearer ' + JSON.parse(sessionStorage.getItem('comptoir.session./store')).token}})""");
            page.locator(".line .stepper .button").last().click();
            page.locator("dialog.expired #password").fill(RunningChain.get().password("alice"));
            page.keyboard().press("Enter");
            assertThat(page.locator(".line .stepper input")).hasValue("2");
        } finally {
            RunningChain.get().atRegister("alice", "S2", 1).delete("/cart").expect(200);
        }
    }

    @Test
    void aNameIsShownAsTextEvenIfItContainsMarkup() {
        Map<String, Object> hostile = Map.of(
                "sku",
                "HOSTILE-1",
                "name",
                "<img src=x onerror=alert(1)>",
                "category",
                "Test",
                "price",
                100,
                "taxClass",
                "standard");
        RunningChain.get().at("headoffice", "bob").post("/products", hostile).expect(201);
        try (Screen screen = till(Screen.Kind.DESKTOP, "S1")) {
            type(screen, "hostile-1");
            assertThat(screen.page().locator(".product strong").first()).hasText("<img src=x onerror=alert(1)>");
            assertThat(screen.page().locator(".product img")).hasCount(0);
        }
    }
}
