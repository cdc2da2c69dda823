package dev.comptoir.tests.screens;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Media;
import dev.comptoir.app.testing.RunningChain;
import dev.comptoir.platform.testing.TestHttp;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The register day at registers 2 and 3 of store S3, and its events at registers 2 and 3 of store S2. */
class RegisterScreenTest {
    private static final String STORE = "S2";
    private static final String MILK = "2000000000374";

    private static TestHttp till(String username, int register) {
        return RunningChain.get().atRegister(username, STORE, register);
    }

    private static void open(int register) {
        TestHttp api = till("bob", register);
        if (!api.get("/register").expect(200).path("open").asBoolean()) {
            api.post("/register/open", Map.of("openingFloat", 10_000)).expect(201);
        }
    }

    private static Screen at(String username, int register, String language) {
        Screen screen = Screen.atTill(Screen.Kind.DESKTOP.in(language), username, STORE, register);
        screen.page().locator(".products").waitFor();
        return screen;
    }

    @ParameterizedTest
    @CsvSource({"fr,2", "en,3"})
    void aDayByKeyboardAloneFromTheFloatToTheZReport(String language, int register) {
        try (Screen screen = Screen.atTill(Screen.Kind.DESKTOP.in(language), "claire", "S3", register)) {
            Page page = screen.page();
            assertThat(page.locator(".cart .notice.low")).isVisible();
            page.keyboard().press("F9");
            assertThat(page.locator("#float")).isFocused();
            page.keyboard().type("100");
            page.keyboard().press("Enter");
            page.locator(".products").waitFor();
            assertThat(page.locator(".cart .notice.low")).hasCount(0);
            screen.scan(MILK);
            page.locator(".line").waitFor();
            page.keyboard().press("F4");
            assertThat(page.locator("#tendered")).isFocused();
            page.keyboard().press("Enter");
            assertThat(page.locator(".next")).isFocused();
            page.keyboard().press("Enter");
            moveCash(page, "i", "20", "Change");
            assertThat(page.locator("dialog")).hasCount(0);
            moveCash(page, "o", "5", "Stamps");
            page.locator("#approval-password").fill(RunningChain.get().password("bob"));
            page.keyboard().press("Enter");
            assertThat(page.locator("dialog")).hasCount(0);
            close(page);
            assertThat(page.locator(".receipt.report")).containsText("Verdun");
            assertThat(page.locator(".receipt.report .bad")).isVisible();
        }
        JsonNode report = newest();
        assertThat(report.path("difference").asLong())
                .isEqualTo(10_000 - report.path("expected").asLong());
        assertReachesTheHeadOffice(report.path("number").asString());
    }

    private static void moveCash(Page page, String key, String amount, String reason) {
        page.keyboard().press("F9");
        page.locator(".report").waitFor();
        page.keyboard().press(key);
        assertThat(page.locator("#movement")).isFocused();
        page.keyboard().insertText(amount);
        page.keyboard().press("Tab");
        page.keyboard().insertText(reason);
        page.keyboard().press("Enter");
    }

    /** Counts one bill of 100 and closes. */
    private static void close(Page page) {
        assertThat(page.locator(".report")).containsText("Stamps");
        page.keyboard().press("z");
        assertThat(page.locator("#count-10000")).isFocused();
        page.keyboard().type("1");
        page.keyboard().press("Enter");
        while (!page.locator("#close-day")
                .evaluate("button => button === document.activeElement")
                .equals(true)) {
            page.keyboard().press("Enter");
        }
        page.keyboard().press("Enter");
    }

    private static JsonNode newest() {
        return RunningChain.get()
                .atRegister("bob", "S3", 1)
                .get("/z-reports")
                .expect(200)
                .path("items")
                .get(0);
    }

    private static void assertReachesTheHeadOffice(String number) {
        TestHttp office = RunningChain.get().at("headoffice", "bob");
        await().untilAsserted(() -> assertThat(office.get("/z-reports").body()).contains(number));
    }

    @Test
    void aParkedCartIsListedAndResumedAtAnotherRegister() {
        open(2);
        open(3);
        try (Screen first = at("alice", 2, "fr");
                Screen second = at("claire", 3, "fr")) {
            first.scan(MILK);
            first.page().locator(".line").waitFor();
            first.page().keyboard().press("F6");
            assertThat(first.page().locator("#note")).isFocused();
            first.page().keyboard().insertText("<b>Manteau rouge</b>");
            first.page().keyboard().press("Enter");
            assertThat(first.page().locator(".line")).hasCount(0);
            second.page().keyboard().press("F7");
            assertThat(second.page().locator(".parked h2")).hasText("<b>Manteau rouge</b>");
            assertTheClosingWarns(first);
            second.page().locator(".parked .primary").click();
            assertThat(second.page().locator(".line")).hasCount(1);
        } finally {
            till("claire", 3).delete("/cart").expect(200);
        }
        assertThat(till("claire", 3)
                        .get("/parked-carts")
                        .expect(200)
                        .path("items")
                        .size())
                .isZero();
    }

    private static void assertTheClosingWarns(Screen screen) {
        Page page = screen.page();
        page.keyboard().press("F9");
        page.locator(".report").waitFor();
        page.keyboard().press("z");
        assertThat(page.locator(".notice.low")).containsText(Pattern.compile("panier"));
    }

    @Test
    void switchingCashiersTakesTwoTapsAndAWrongPasswordChangesNothing() {
        open(2);
        try (Screen screen = Screen.atTill(Screen.Kind.TABLET, "alice", STORE, 2)) {
            Page page = screen.page();
            page.locator(".account .button").tap();
            screen.choose("david");
            page.locator("#switch-password").fill("wrong");
            page.keyboard().press("Enter");
            assertThat(page.locator("dialog .notice.bad")).isVisible();
            assertThat(page.locator(".who strong")).hasText("Alice Roy");
            page.locator("#switch-password").fill(RunningChain.get().password("david"));
            page.keyboard().press("Enter");
            assertThat(page.locator("dialog")).hasCount(0);
            assertThat(page.locator(".who strong")).hasText("David Nguyen");
        }
    }

    @Test
    void aPriceIsOverriddenOnlyWithAManagersApproval() {
        open(2);
        try (Screen screen = at("alice", 2, "en")) {
            Page page = screen.page();
            screen.scan(MILK);
            page.locator(".line .button").last().click();
            page.locator("dialog .button.full").first().click();
            page.locator("#price").fill("0.50");
            page.locator("#reason").fill("Torn carton");
            page.keyboard().press("Enter");
            page.locator("#approval-password").fill(RunningChain.get().password("bob"));
            page.keyboard().press("Enter");
            assertThat(page.locator(".line .amount")).containsText("0.50");
            assertThat(page.locator(".line s")).isVisible();
        } finally {
            till("alice", 2).delete("/cart").expect(200);
        }
    }

    @Test
    void aReceiptIsPrintedAloneAndLaterOnesAreCopies() {
        open(2);
        String number = till("alice", 2)
                .post(
                        "/sales",
                        Map.of(
                                "lines",
                                List.of(Map.of("productId", 5, "quantity", 1)),
                                "payments",
                                List.of(Map.of("tender", "cash", "amount", 5000))))
                .expect(201)
                .path("number")
                .asString();
        try (Screen screen = at("alice", 2, "fr")) {
            Page page = screen.page();
            screen.goTo("/sales/" + number + "/receipt");
            assertThat(page.locator(".receipt .copy")).hasText("Copie");
            page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
            assertThat(page.locator(".receipt")).isVisible();
            assertThat(page.locator(".navigation")).isHidden();
            assertThat(page.locator(".top")).isHidden();
            assertThat(page.locator(".page-head")).isHidden();
        }
    }
}
