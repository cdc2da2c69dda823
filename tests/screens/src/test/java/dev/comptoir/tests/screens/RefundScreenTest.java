package dev.comptoir.tests.screens;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.comptoir.app.testing.RunningChain;
import dev.comptoir.platform.testing.TestHttp;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Goods are returned at register 1 of store S2: by keyboard, in part, above a clerk's limit, and at two registers at once. */
class RefundScreenTest {
    private static final String STORE = "S2";
    private static final int PLENTY_CENTS = 100_000;

    private static TestHttp till(String username) {
        return RunningChain.get().atRegister(username, STORE, 1);
    }

    private static void shelve(long product, int units) {
        till("bob")
                .post("/stock/counts", Map.of("lines", List.of(Map.of("productId", product, "counted", units))))
                .expect(201);
    }

    /** The number of a new sale of two products. */
    private static String sale(int first, int second) {
        shelve(20, 500);
        shelve(21, 500);
        return till("alice")
                .post(
                        "/sales",
                        Map.of(
                                "lines",
                                List.of(
                                        Map.of("productId", 20, "quantity", first),
                                        Map.of("productId", 21, "quantity", second)),
                                "payments",
                                List.of(Map.of("tender", "cash", "amount", PLENTY_CENTS))))
                .expect(201)
                .path("number")
                .asString();
    }

    private static List<Integer> returned(String number) {
        return till("bob")
                .get("/sales/" + number)
                .expect(200)
                .path("returns")
                .valueStream()
                .map(line -> line.path("returned").asInt())
                .toList();
    }

    private static void approve(Page page, String password) {
        page.locator("#approver").selectOption("bob");
        page.locator("#approval-password").fill(password);
        page.keyboard().press("Enter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr", "en"})
    void aWholeSaleComesBackByKeyboardAlone(String language) {
        String number = sale(2, 1);
        try (Screen screen = Screen.atTill(Screen.Kind.DESKTOP.in(language), "alice", STORE, 1)) {
            Page page = screen.page();
            page.locator(".products").waitFor();
            page.keyboard().press("F8");
            assertThat(page.locator("#sales-search")).isFocused();
            page.keyboard().insertText(number);
            page.keyboard().press("Enter");
            page.locator(".slips").waitFor();
            page.keyboard().press("r");
            page.locator(".refund-form").waitFor();
            page.keyboard().press("a");
            assertThat(page.locator("#refund-reason")).isFocused();
            page.keyboard().insertText("Dented");
            page.keyboard().press("Enter");
            assertThat(page.locator(".receipt.paper")).containsText(number);
        }
        assertThat(returned(number)).containsExactly(2, 1);
    }

    /** The number of a new sale of store S1. */
    private static String saleOfPlateau() {
        TestHttp bob = RunningChain.get().atRegister("bob", "S1", 1);
        bob.post("/stock/counts", Map.of("lines", List.of(Map.of("productId", 20, "counted", 500))))
                .expect(201);
        return bob.post(
                        "/sales",
                        Map.of(
                                "lines",
                                List.of(Map.of("productId", 20, "quantity", 2)),
                                "payments",
                                List.of(Map.of("tender", "cash", "amount", PLENTY_CENTS))))
                .expect(201)
                .path("number")
                .asString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr", "en"})
    void aSaleOfAnotherStoreIsFoundByItsNumberAndRefundedHere(String language) {
        String number = saleOfPlateau();
        try (Screen screen = Screen.atTill(Screen.Kind.DESKTOP.in(language), "alice", STORE, 1)) {
            Page page = screen.page();
            page.locator(".products").waitFor();
            page.keyboard().press("F8");
            assertThat(page.locator("#sales-search")).isFocused();
            page.keyboard().insertText(number);
            page.keyboard().press("Enter");
            page.locator(".slips").waitFor();
            page.keyboard().press("r");
            page.locator(".refund-form").waitFor();
            page.keyboard().press("a");
            assertThat(page.locator("#refund-reason")).isFocused();
            page.keyboard().insertText("Dented");
            page.keyboard().press("Enter");
            assertThat(page.locator(".receipt.paper")).containsText(number);
            assertThat(page.locator(".receipt.paper")).containsText("S2-1-R");
        }
        assertThat(returned(number)).containsExactly(2);
    }

    @Test
    void aLineComesBackInPartAndNeverMoreThanWasSold() {
        String number = sale(3, 1);
        try (Screen screen = Screen.atTill(Screen.Kind.TABLET, "alice", STORE, 1)) {
            Page page = screen.page();
            for (int units = 2; units > 0; units--) {
                screen.goTo("/sales/" + number + "/refund");
                page.locator("tbody tr .stepper input").first().fill("99");
                page.locator("tbody tr .stepper input").first().blur();
                assertThat(page.locator("tbody tr .stepper input").first()).hasValue(units == 2 ? "3" : "1");
                page.locator("tbody tr .stepper input").first().fill(String.valueOf(units));
                page.locator("tbody tr .stepper input").first().blur();
                page.locator("[role=group] .button[aria-pressed]").first().tap();
                page.locator(".refund-form .primary").tap();
                page.locator(".receipt.paper").waitFor();
                screen.goTo("/sales/" + number);
                page.locator(".slips").waitFor();
            }
        }
        assertThat(returned(number)).containsExactly(3, 0);
    }

    @Test
    void aRefundAboveTheLimitIsApprovedInPlace() {
        String number = sale(60, 60);
        try (Screen screen = Screen.atTill(Screen.Kind.DESKTOP.in("en"), "alice", STORE, 1)) {
            Page page = screen.page();
            screen.goTo("/sales/" + number + "/refund");
            page.locator(".refund-form").waitFor();
            page.keyboard().press("a");
            assertThat(page.locator("#refund-reason")).isFocused();
            page.locator("#refund-reason").fill("Recalled by its maker");
            page.keyboard().press("Enter");
            approve(page, "not the password");
            assertThat(page.locator("dialog .notice.bad")).isVisible();
            assertThat(returned(number)).containsExactly(0, 0);
            approve(page, RunningChain.get().password("bob"));
            page.locator(".receipt.paper").waitFor();
        }
        assertThat(returned(number)).containsExactly(60, 60);
        JsonNode approvals = till("bob").get("/approvals").expect(200);
        assertThat(approvals.path("items").get(0).path("approvedBy").asString()).isEqualTo("bob");
    }

    @Test
    void aRefusedApprovalRefundsNothing() {
        String number = sale(60, 60);
        try (Screen screen = Screen.atTill(Screen.Kind.DESKTOP, "alice", STORE, 1)) {
            Page page = screen.page();
            screen.goTo("/sales/" + number + "/refund");
            page.locator(".refund-form").waitFor();
            page.keyboard().press("a");
            assertThat(page.locator("#refund-reason")).isFocused();
            page.locator("#refund-reason").fill("Rappel du fabricant");
            page.keyboard().press("Enter");
            page.locator("#approval-password").waitFor();
            page.keyboard().press("Escape");
            assertThat(page.locator(".refund-form .notice.bad")).isVisible();
        }
        assertThat(returned(number)).containsExactly(0, 0);
    }

    @Test
    void twoRegistersRefundTheSameGoodsAndOneIsRefused() {
        String number = sale(1, 1);
        try (Screen one = Screen.atTill(Screen.Kind.DESKTOP, "alice", STORE, 1);
                Screen other = Screen.atTill(Screen.Kind.DESKTOP, "bob", STORE, 1)) {
            for (Screen screen : List.of(one, other)) {
                screen.goTo("/sales/" + number + "/refund");
                screen.page().locator(".refund-form").waitFor();
                screen.page().keyboard().press("a");
                assertThat(screen.page().locator("#refund-reason")).isFocused();
                screen.page().locator("#refund-reason").fill("Twice");
            }
            one.page().keyboard().press("Enter");
            one.page().locator(".receipt.paper").waitFor();
            other.page().keyboard().press("Enter");
            assertThat(other.page().locator(".refund-form .notice.bad")).isVisible();
        }
        assertThat(returned(number)).containsExactly(1, 1);
    }
}
