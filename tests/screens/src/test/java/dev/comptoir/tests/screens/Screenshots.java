package dev.comptoir.tests.screens;

import com.microsoft.playwright.Page;
import dev.comptoir.app.testing.RunningChain;
import dev.comptoir.platform.testing.TestHttp;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Every page as pictures: desktop, tablet and telephone, light and dark, French and English, in {@code target/screenshots}.
 * Run by {@code make screenshots}, never with the tests.
 */
class Screenshots {
    private static final Path FOLDER = Path.of("../../target/screenshots");
    private static final List<String> SIZES = List.of("desktop", "tablet", "telephone");
    private static final int SALES = 40;
    private static final int PRODUCTS = 45;
    private static final int ENOUGH = 24;

    @Test
    void writesEveryPage() {
        simulateADay();
        for (String language : List.of("fr", "en")) {
            for (String size : SIZES) {
                for (Screen.Kind kind :
                        List.of(kind(size).in(language), kind(size).dark().in(language))) {
                    String name =
                            "%s-%s-%s".formatted(size, kind.colours().name().toLowerCase(Locale.ROOT), language);
                    store(kind, name);
                    pages("headoffice", "bob", kind, name, EveryPageTest.HEAD_OFFICE);
                    pages("logistics", "farid", kind, name, EveryPageTest.LOGISTICS);
                }
            }
        }
    }

    private static Screen.Kind kind(String size) {
        return switch (size) {
            case "desktop" -> Screen.Kind.DESKTOP;
            case "tablet" -> Screen.Kind.TABLET;
            default -> Screen.Kind.TELEPHONE;
        };
    }

    /** Half a day of the chain: sales, a refund, a parked cart, orders, and a register closed with a difference. */
    private static void simulateADay() {
        for (String store : List.of("S1", "S2", "S3")) {
            TestHttp till = RunningChain.get().atRegister("alice", store, 1);
            for (int at = 0; at < SALES; at++) {
                till.post(
                        "/sales",
                        Map.of(
                                "lines",
                                List.of(
                                        Map.of("productId", 1 + at * 7 % PRODUCTS, "quantity", 1),
                                        Map.of("productId", 1 + (at * 7 + 3) % PRODUCTS, "quantity", 1)),
                                "payments",
                                List.of(Map.of("tender", "cash", "amount", 10_000))));
            }
            till.post("/restock-orders", Map.of("productId", 11, "quantity", 10));
            till.post("/restock-orders", Map.of("productId", 12, "quantity", 20));
        }
        TestHttp till = RunningChain.get().atRegister("claire", "S1", 2);
        till.post("/register/open", Map.of("openingFloat", 20_000)).expect(201);
        till.post("/sales", sale(5)).expect(201);
        till.post("/sales", sale(9)).expect(201);
        till.post("/cart/lines", Map.of("productId", 7)).expect(200);
        till.post("/parked-carts", Map.of("note", "Manteau rouge")).expect(201);
        till.post("/register/close", Map.of("counted", List.of(Map.of("value", 10_000, "count", 2))))
                .expect(201);
        TestHttp first = RunningChain.get().atRegister("alice", "S1", 1);
        String number =
                first.post("/sales", sale(14)).expect(201).path("number").asString();
        first.post(
                        "/sales/" + number + "/refunds",
                        Map.of(
                                "lines",
                                List.of(Map.of("line", 1, "quantity", 1, "backToShelf", false)),
                                "reason",
                                "Endommagé",
                                "tender",
                                "cash"))
                .expect(201);
    }

    private static Map<String, Object> sale(int product) {
        return Map.of(
                "lines",
                List.of(Map.of("productId", product, "quantity", 2), Map.of("productId", product + 1, "quantity", 1)),
                "payments",
                List.of(Map.of("tender", "cash", "amount", 10_000)));
    }

    private static void store(Screen.Kind kind, String name) {
        TestHttp till = RunningChain.get().atRegister("bob", "S1", 1);
        String sale = till.get("/sales")
                .expect(200)
                .path("items")
                .get(0)
                .path("number")
                .asString();
        String report = till.get("/z-reports")
                .expect(200)
                .path("items")
                .get(0)
                .path("number")
                .asString();
        try (Screen screen = Screen.open(kind, "store")) {
            screen.page().locator(".person").first().waitFor();
            take(screen, "store/sign-in", name);
        }
        try (Screen screen = Screen.atTill(kind, "bob", "S1", 1)) {
            tender(screen, name);
            for (String path : EveryPageTest.STORE.split(" ", -1)) {
                page(screen, "store", path, name);
            }
            page(screen, "store", "/sales/" + sale, name, "/sales/number");
            page(screen, "store", "/sales/" + sale + "/receipt", name, "/sales/receipt");
            page(screen, "store", "/sales/" + sale + "/refund", name, "/sales/refund");
            page(screen, "store", "/z-reports/" + report, name, "/z-reports/number");
            till.delete("/cart").expect(200);
        }
    }

    private static void tender(Screen screen, String name) {
        Page page = screen.page();
        fillShelves(page);
        page.locator(".product").nth(3).click();
        page.locator(".product").nth(8).click();
        page.waitForFunction("() => document.querySelectorAll('.line').length === 2");
        page.keyboard().press("F4");
        page.locator("#tendered").waitFor();
        take(screen, "store/tender", name);
        page.locator(".notes .button").nth(1).click();
        page.locator(".change").waitFor();
        take(screen, "store/paid", name);
        page.keyboard().press("Enter");
        page.locator("dialog").waitFor(Screen.GONE);
        page.keyboard().press("F1");
        take(screen, "store/keys", name);
        page.keyboard().press("Escape");
        page.locator(".product").nth(3).click();
        page.locator(".product").nth(5).click();
        page.waitForFunction("() => document.querySelectorAll('.line').length === 2");
    }

    /** Stocks the shelves of the products that the pictures sell. */
    private static void fillShelves(Page page) {
        List<Map<String, Integer>> counts = List.of(3, 5, 8).stream()
                .map(at -> page.locator(".product").nth(at).getAttribute("id").replace("product-", ""))
                .map(product -> Map.of("productId", Integer.valueOf(product), "counted", ENOUGH))
                .toList();
        RunningChain.get()
                .atRegister("bob", "S1", 1)
                .post("/stock/counts", Map.of("lines", counts))
                .expect(201);
    }

    private static void pages(String service, String username, Screen.Kind kind, String name, String paths) {
        try (Screen screen = Screen.open(kind, service)) {
            take(screen, service + "/sign-in", name);
            screen.signIn(username);
            for (String path : paths.split(" ", -1)) {
                page(screen, service, path, name);
            }
        }
    }

    private static void page(Screen screen, String service, String path, String name) {
        page(screen, service, path, name, path.equals("/") ? "/home" : path);
    }

    private static void page(Screen screen, String service, String path, String name, String called) {
        screen.goTo(path);
        take(screen, service + "/" + called.substring(1).replace('/', '-'), name);
    }

    private static void take(Screen screen, String what, String name) {
        screen.settle();
        screen.page().screenshot(new Page.ScreenshotOptions().setPath(FOLDER.resolve(what + "-" + name + ".png")));
    }
}
