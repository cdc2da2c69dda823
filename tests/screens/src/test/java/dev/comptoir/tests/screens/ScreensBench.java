package dev.comptoir.tests.screens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.comptoir.app.testing.RunningChain;
import dev.comptoir.platform.testing.TestHttp;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The time until a page can be used, and until a typed product is found among 20,000. Run by {@code make bench-screens},
 * never with the tests.
 */
class ScreensBench {
    private static final PrintStream OUT = System.out;
    private static final int PRODUCTS = 20_000;
    private static final int FILE_LINES = 5_000;
    private static final int ROUNDS = 10;
    private static final int WARM_UP_ROUNDS = 2;
    private static final int TYPING_MILLISECONDS = 250;
    private static final Duration PROPAGATION_LIMIT = Duration.ofMinutes(2);
    private static final List<String> GOODS = List.of(
            "Sirop", "Fromage", "Compote", "Galette", "Biscuit", "Tisane", "Huile", "Moutarde", "Savon", "Farine");
    private static final List<String> FLAVOURS = List.of(
            "érable", "vanille", "pomme", "bleuet", "menthe", "cannelle", "citron", "noisette", "sarrasin", "lavande");

    @Test
    void howSoonAPageCanBeUsedAndAProductFound() {
        importProducts();
        report("signed in to the first sale page, empty browser", rounds(() -> pageMilliseconds(false)), 1_000);
        report("first sale page loaded again", rounds(() -> pageMilliseconds(true)), 1_000);
        try (Screen till = Screen.atTill(Screen.Kind.DESKTOP, "alice", "S1", 1)) {
            till.page().locator(".products").waitFor();
            report("search at a register, " + PRODUCTS + " products", searches(till, "#search", "#products"), 100);
        }
        try (Screen office = Screen.open(Screen.Kind.DESKTOP, "headoffice")) {
            office.signIn("bob");
            office.goTo("/products");
            office.page().locator("tbody").waitFor();
            report("search at the head office", searches(office, "#product-search", "tbody"), 100);
        }
    }

    private static void importProducts() {
        TestHttp office = RunningChain.get().at("headoffice", "bob");
        for (int from = 0; from < PRODUCTS; from += FILE_LINES) {
            String lines = IntStream.range(from, from + FILE_LINES)
                    .mapToObj(at -> "BULK-%05d,%s %s no %d,Épicerie,%d.%02d,zero-rated"
                            .formatted(at, good(at), flavour(at), at, 1 + at % 90, at % 100))
                    .collect(Collectors.joining("\n", "sku,name,category,price,taxClass\n", "\n"));
            office.post("/products/imports", Map.of("csv", lines)).expect(201);
        }
        TestHttp till = RunningChain.get().atRegister("bob", "S1", 1);
        String last = "BULK-%05d".formatted(PRODUCTS - 1);
        await().atMost(PROPAGATION_LIMIT)
                .until(() -> till.get("/products?query=" + last).body().contains(last));
    }

    private static String good(int at) {
        return GOODS.get(at % GOODS.size());
    }

    private static String flavour(int at) {
        return FLAVOURS.get(at / GOODS.size() % FLAVOURS.size());
    }

    private interface Measurement {
        List<Double> take();
    }

    private static List<Double> rounds(Measurement measurement) {
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            measurement.take();
        }
        List<Double> all = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            all.addAll(measurement.take());
        }
        return all;
    }

    /** From the navigation until products are shown, while signed in. */
    private static List<Double> pageMilliseconds(boolean again) {
        try (Screen screen = Screen.open(Screen.Kind.DESKTOP, "store")) {
            Page page = screen.page();
            String opened = RunningChain.get().sessionAtRegister("alice", "S1", 1);
            page.context()
                    .addInitScript(
                            "sessionStorage.setItem('comptoir.session./store', JSON.stringify(" + opened + "));");
            page.context().addInitScript(SHOWN);
            if (!again) {
                page.context().newCDPSession(page).send("Network.clearBrowserCache");
            }
            page.reload();
            page.locator(".product").first().waitFor();
            return List.of((Double) page.evaluate("() => new Promise(done => { const look = () => "
                    + "window.shownAt ? done(window.shownAt + 0.001) : requestAnimationFrame(look); look(); })"));
        }
    }

    private static List<Double> searches(Screen screen, String field, String list) {
        Page page = screen.page();
        page.evaluate(FOUND, List.of(field, list));
        for (int at = 0; at < ROUNDS; at++) {
            page.locator(field).fill("");
            page.waitForTimeout(TYPING_MILLISECONDS);
            page.locator(field)
                    .pressSequentially(
                            flavour(at * GOODS.size()) + " " + good(at * 7),
                            new Locator.PressSequentiallyOptions().setDelay(TYPING_MILLISECONDS));
            page.waitForTimeout(TYPING_MILLISECONDS);
        }
        return ((List<?>) page.evaluate("window.found"))
                .stream().map(one -> ((Number) one).doubleValue()).toList();
    }

    private static void report(String what, List<Double> milliseconds, int goal) {
        List<Double> sorted = milliseconds.stream().sorted().toList();
        assertThat(sorted).as(what).isNotEmpty();
        OUT.printf(
                "%-50s median %4.0f ms, 95 %% within %4.0f ms, worst %4.0f ms, goal %d ms, %d measured%n",
                what,
                sorted.get(sorted.size() / 2),
                sorted.get(sorted.size() * 95 / 100),
                sorted.getLast(),
                goal,
                sorted.size());
    }

    /** Records when the first frame with products is painted. */
    private static final String SHOWN = """
            const look = () => {
              if (document.querySelector('.product')) requestAnimationFrame(() => { window.shownAt = performance.now(); });
              else requestAnimationFrame(look);
            };
            look();""";

    /** Records, for every key that changes the list, the time from the key to the frame that shows the change. */
    private static final String FOUND = """
            ([field, list]) => {
              window.found = [];
              let typed;
              document.querySelector(field).addEventListener('input', event => { typed = event.timeStamp; });
              new MutationObserver(changes => {
                if (typed === undefined || !changes.some(one => one.target.closest?.(list) ?? one.target.parentElement?.closest(list))) return;
                const began = typed;
                typed = undefined;
                requestAnimationFrame(() => window.found.push(performance.now() - began + 0.001));
              }).observe(document.querySelector('main'), { subtree: true, childList: true, characterData: true });
            }""";
}
