package dev.comptoir.tests.screens;

import com.microsoft.playwright.Page;
import dev.comptoir.app.testing.RunningChain;
import dev.comptoir.platform.testing.TestHttp;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checks of every page, for a sale, its receipt, its refund, a Z report, and the store's dialogs. */
class DetailPagesTest {
    private static final int REGISTER = 3;

    private static TestHttp till() {
        return RunningChain.get().atRegister("bob", "S2", REGISTER);
    }

    private static String newSale() {
        TestHttp till = till();
        if (!till.get("/register").expect(200).path("open").asBoolean()) {
            till.post("/register/open", Map.of("openingFloat", 10_000)).expect(201);
        }
        return till.post(
                        "/sales",
                        Map.of(
                                "lines",
                                List.of(Map.of("productId", 30, "quantity", 1)),
                                "payments",
                                List.of(Map.of("tender", "cash", "amount", 5_000))))
                .expect(201)
                .path("number")
                .asString();
    }

    private static String newReport() {
        return till().post("/register/close", Map.of("counted", List.of()))
                .expect(201)
                .path("report")
                .path("number")
                .asString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr", "en"})
    void everyDetailPageAndDialogIsAccessibleAndFitsTheScreen(String language) {
        String sale = newSale();
        String report = newReport();
        try (Screen screen = Screen.atTill(Screen.Kind.DESKTOP.in(language), "bob", "S2", REGISTER)) {
            for (String path : List.of(
                    "/sales/" + sale,
                    "/sales/" + sale + "/receipt",
                    "/sales/" + sale + "/refund",
                    "/z-reports/" + report,
                    "/register")) {
                screen.goTo(path);
                screen.settle();
                EveryPageTest.check(screen, "store", path);
            }
            newSale();
            dialogs(screen);
        } finally {
            till().delete("/cart").expect(200);
        }
    }

    private static void dialogs(Screen screen) {
        Page page = screen.page();
        screen.goTo("/");
        page.keyboard().press("F1");
        check(screen, "keys");
        page.locator(".account .button").click();
        check(screen, "staff");
        page.locator(".product").first().click();
        page.locator(".line").waitFor();
        page.locator(".line .button").last().click();
        check(screen, "line");
        page.keyboard().press("F6");
        check(screen, "park");
        page.keyboard().press("F4");
        check(screen, "tender");
        screen.goTo("/register");
        page.reload();
        page.locator(".report").waitFor();
        page.keyboard().press("i");
        check(screen, "cash in");
        page.keyboard().press("z");
        page.locator(".closing").waitFor();
        EveryPageTest.check(screen, "store", "closing");
    }

    private static void check(Screen screen, String dialog) {
        screen.dialog().waitFor();
        EveryPageTest.check(screen, "store", "dialog " + dialog);
        screen.page().keyboard().press("Escape");
        screen.page().locator("dialog").waitFor(Screen.GONE);
    }
}
