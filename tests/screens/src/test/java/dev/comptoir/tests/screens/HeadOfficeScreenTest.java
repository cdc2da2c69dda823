package dev.comptoir.tests.screens;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.Media;
import dev.comptoir.app.testing.RunningChain;
import dev.comptoir.platform.testing.TestHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A manager at the head office: the live dashboard, reports, products, alerts, closings and reconciliation. */
class HeadOfficeScreenTest {
    private static Screen office(String language) {
        Screen screen = Screen.open(Screen.Kind.DESKTOP.in(language), "headoffice");
        screen.signIn("bob");
        return screen;
    }

    private static TestHttp api() {
        return RunningChain.get().at("headoffice", "bob");
    }

    private static TestHttp till() {
        return RunningChain.get().atRegister("bob", "S1", 1);
    }

    private static void shelve(long product, int units) {
        till().post("/stock/counts", Map.of("lines", List.of(Map.of("productId", product, "counted", units))))
                .expect(201);
    }

    private static void sell(long product, int units) {
        till().post(
                        "/sales",
                        Map.of(
                                "lines",
                                List.of(Map.of("productId", product, "quantity", units)),
                                "payments",
                                List.of(Map.of("tender", "cash", "amount", 100_000))))
                .expect(201);
    }

    private static long newProduct(String sku) {
        long id = api().post(
                        "/products",
                        Map.of("sku", sku, "name", sku, "category", "Test", "price", 1000, "taxClass", "standard"))
                .expect(201)
                .path("id")
                .asLong();
        await().until(() -> till().get("/products?query=" + sku).body().contains(sku));
        return id;
    }

    private static Locator row(Page page, String text) {
        return page.locator("tbody tr").filter(new Locator.FilterOptions().setHasText(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr", "en"})
    void theDashboardShowsSalesAndAlertsLive(String language) {
        long product = newProduct("LIVE-" + language.toUpperCase(Locale.ROOT));
        shelve(product, 20);
        try (Screen screen = office(language)) {
            Page page = screen.page();
            page.locator(".live.on").waitFor();
            String before = page.locator(".figure dd").first().innerText();
            sell(product, 17);
            assertThat(page.locator(".feed")).containsText(language.equals("fr") ? "vente de" : "sale of");
            assertThat(page.locator(".figure dd").first()).not().hasText(before);
            assertThat(page.locator(".feed .alert")).not().hasCount(0);
            assertThat(page.locator(".board")).containsText("LIVE-");
        }
    }

    @Test
    void theReportIsTheSameOnTheScreenInTheFileAndOnPaper() throws IOException {
        shelve(6, 50);
        sell(6, 3);
        String number = till().get("/sales")
                .expect(200)
                .path("items")
                .get(0)
                .path("number")
                .asString();
        await().until(() -> api().get("/sales?store=S1").body().contains(number));
        try (Screen screen = office("en")) {
            Page page = screen.page();
            screen.goTo("/report");
            page.locator("tfoot").waitFor();
            assertThat(page.locator("canvas").first()).isVisible();
            Download file =
                    page.waitForDownload(() -> screen.button("Export as CSV").click());
            List<String> lines = Files.readAllLines(file.path(), StandardCharsets.UTF_8);
            JsonNode total = api().get("/reports/consolidated?from=" + day(page, "from") + "&to=" + day(page, "to"))
                    .expect(200)
                    .path("total");
            String net = "%.2f".formatted(total.path("netSales").asLong() / 100.0);
            assertThat(page.locator("tfoot").innerText().replace(",", "")).contains(net);
            assertThat(lines.getFirst()).contains("store");
            assertThat(String.join("\n", lines)).contains("Plateau");
            page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
            assertThat(page.locator("tfoot")).isVisible();
            assertThat(page.locator(".navigation")).isHidden();
            assertThat(page.locator("canvas").first()).isHidden();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr", "en"})
    void theTaxReportShowsEachBaseAndOpensInBothKindsOfSpreadsheets(String language) throws IOException {
        boolean isFrench = language.equals("fr");
        shelve(6, 50);
        sell(6, 3);
        await().until(() -> api().get("/tax-report?store=S1").body().contains("GST"));
        try (Screen screen = office(language)) {
            Page page = screen.page();
            screen.goTo("/tax-report");
            Locator base = page.locator("tbody tr")
                    .filter(new Locator.FilterOptions().setHasText(isFrench ? "base taxable" : "taxable base"))
                    .first();
            assertThat(base).isVisible();
            String french = file(screen, isFrench ? "CSV, virgule décimale" : "CSV, decimal comma");
            assertThat(french)
                    .startsWith("\uFEFFfrom;to;store;")
                    .contains(";sales;GST;5;")
                    .contains(";9,975;");
            String english = file(screen, isFrench ? "CSV, point décimal" : "CSV, decimal point");
            assertThat(english)
                    .startsWith("\uFEFFfrom,to,store,")
                    .contains(",sales,GST,5,")
                    .contains(",9.975,");
            page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
            assertThat(base).isVisible();
            assertThat(page.locator("#store")).isHidden();
            assertThat(page.locator(".navigation")).isHidden();
        }
    }

    private static String file(Screen screen, String button) throws IOException {
        Download file =
                screen.page().waitForDownload(() -> screen.button(button).click());
        return Files.readString(file.path(), StandardCharsets.UTF_8);
    }

    private static String day(Page page, String field) {
        return page.locator("#" + field).inputValue();
    }

    @Test
    void twoManagersChangeOneProductAndNeitherLosesAnything() {
        long product = newProduct("CONFLICT-1");
        try (Screen one = office("en");
                Screen other = office("en")) {
            for (Screen screen : List.of(one, other)) {
                screen.goTo("/products/" + product);
                screen.page().locator("#name").waitFor();
            }
            one.page().locator("#price").selectText();
            one.page().locator("#price").pressSequentially("12.34");
            one.page().keyboard().press("Enter");
            assertThat(one.page().locator(".history")).containsText("$12.34");
            other.page().locator("#name").fill("Renamed");
            other.page().keyboard().press("Enter");
            assertThat(other.page().locator(".conflict")).containsText("$12.34");
            assertThat(other.page().locator(".conflict")).containsText("Renamed");
            other.page().locator("#price").fill("12.34");
            other.page().locator(".conflict .primary").click();
            assertThat(other.page().locator(".history")).containsText("Renamed");
        }
        JsonNode now = api().get("/products/" + product).expect(200);
        assertThat(now.path("name").asString()).isEqualTo("Renamed");
        assertThat(now.path("price").asLong()).isEqualTo(1234);
        await().until(() -> till().get("/products?query=CONFLICT-1").body().contains("Renamed"));
    }

    @Test
    void aFileIsPreviewedFirstAndEveryInvalidLineIsListed() {
        try (Screen screen = office("fr")) {
            Page page = screen.page();
            screen.goTo("/products/import");
            choose(page, """
                            sku,name,category,price,taxClass
                            FILE-1,Un,Test,1.00,standard
                            FILE-2,Deux,Test,cher,standard
                            ,Trois,Test,3.00,standard
                            """);
            assertThat(page.locator("tbody tr")).hasCount(3);
            assertThat(row(page, "FILE-2")).containsText("3");
            assertThat(page.locator(".notice.bad")).isVisible();
            assertThat(page.locator(".notice .primary")).hasCount(0);
            choose(page, """
                            sku,name,category,price,taxClass
                            FILE-1,<i>Un</i>,Test,1.00,standard
                            FILE-2,Deux,Test,"2,50",standard
                            """);
            assertThat(row(page, "FILE-1")).containsText("<i>Un</i>");
            assertThat(api().get("/products?query=FILE-1")
                            .expect(200)
                            .path("items")
                            .size())
                    .isZero();
            page.locator(".notice .primary").click();
            assertThat(page.locator(".notice.ok")).containsText("2");
        }
        assertThat(api().get("/products?query=FILE-2")
                        .expect(200)
                        .path("items")
                        .get(0)
                        .path("price")
                        .asLong())
                .isEqualTo(250);
    }

    private static void choose(Page page, String text) {
        page.locator("input[type=file]")
                .setInputFiles(new FilePayload("products.csv", "text/csv", text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void whatIsExportedCanBeImportedAgainAndChangesNothing() throws IOException {
        try (Screen screen = office("en")) {
            Page page = screen.page();
            screen.goTo("/products");
            Download file = page.waitForDownload(() -> screen.button("Export").click());
            byte[] text = Files.readAllBytes(file.path());
            screen.goTo("/products/import");
            page.locator("input[type=file]").setInputFiles(new FilePayload("products.csv", "text/csv", text));
            assertThat(page.locator(".notice.info")).isVisible();
            assertThat(page.locator(".figure.bad")).hasCount(0);
        }
    }

    @Test
    void aProductIsFoundWhileTypingWithOrWithoutAccents() {
        try (Screen screen = office("en")) {
            Page page = screen.page();
            screen.goTo("/products");
            page.locator("#product-search").fill("epinette");
            assertThat(page.locator("tbody tr")).hasCount(1);
            assertThat(page.locator("tbody tr")).containsText("épinette");
        }
    }

    @Test
    void anAlertIsAssignedToAManager() {
        long product = newProduct("ALERT-1");
        shelve(product, 20);
        sell(product, 19);
        await().until(() -> api().get("/alerts?state=open&limit=200").body().contains("ALERT-1"));
        try (Screen screen = office("en")) {
            Page page = screen.page();
            screen.goTo("/alerts");
            row(page, "ALERT-1").locator(".button").click();
            assertThat(row(page, "ALERT-1")).containsText("bob");
            assertThat(row(page, "ALERT-1").locator(".button")).hasCount(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr", "en"})
    void aClosingWithADifferenceIsShownWithItsCompleteLedger(String language) {
        TestHttp register = RunningChain.get().atRegister("claire", "S1", 3);
        register.post("/register/open", Map.of("openingFloat", 10_000));
        String number = register.post("/register/close", Map.of("counted", List.of(Map.of("value", 5_000, "count", 1))))
                .expect(201)
                .path("report")
                .path("number")
                .asString();
        await().until(() -> api().get("/z-reports").body().contains(number));
        try (Screen screen = office(language)) {
            Page page = screen.page();
            screen.goTo("/z-reports");
            assertThat(row(page, number).locator(".badge.bad")).isVisible();
            row(page, number).locator("a").click();
            assertThat(page.locator(".sums .bad")).isVisible();
            EveryPageTest.check(screen, "headoffice", "a Z report");
        }
    }

    @Test
    void theStoresAreUpToDateAndTheReconciliationFindsNoDifference() {
        try (Screen screen = office("en")) {
            Page page = screen.page();
            screen.goTo("/stores");
            assertThat(page.locator(".badge.ok")).not().hasCount(0);
            screen.goTo("/reconciliation");
            page.locator(".page-head button").click();
            assertThat(page.locator(".notice.ok")).isVisible();
            assertThat(page.locator(".badge.bad")).hasCount(0);
            screen.goTo("/stock");
            page.locator("#stock-search").fill("epinette");
            assertThat(page.locator("tbody tr")).hasCount(1);
            assertThat(page.locator("tbody tr td .badge")).hasCount(3);
        }
    }

    @Test
    void aClerkCannotSignInAtTheHeadOffice() {
        try (Screen screen = Screen.open(Screen.Kind.DESKTOP.in("en"), "headoffice")) {
            Page page = screen.page();
            page.getByLabel("User name").fill("alice");
            page.locator("#password").fill(RunningChain.get().password("alice"));
            page.keyboard().press("Enter");
            assertThat(page.locator(".notice.bad")).isVisible();
            assertThat(page.locator(".navigation")).hasCount(0);
        }
    }
}
