package dev.comptoir.tests.screens;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.comptoir.app.testing.RunningChain;
import dev.comptoir.platform.testing.TestHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The customer's receipt in a store of its own: in either language, on paper, as a file; and its number as a code. */
class ReceiptScreenTest {
    private static final String STORE = "Q6";
    private static final int LINES = 48;
    private static final float POINTS_PER_MILLIMETRE = 72 / 25.4f;

    private static TestHttp till() {
        return RunningChain.get().atRegister("bob", STORE, 1);
    }

    @BeforeAll
    static void openStore() {
        RunningChain.get()
                .at("headoffice", "bob")
                .post(
                        "/stores",
                        Map.of(
                                "code",
                                STORE,
                                "name",
                                "Masson",
                                "timeZone",
                                "America/Toronto",
                                "taxes",
                                List.of(),
                                "registers",
                                List.of(Map.of("number", 1, "name", "Caisse 1")),
                                "profile",
                                profile()))
                .expect(201);
        await().untilAsserted(() -> till().get("/register").expect(200));
        till().post("/register/open", Map.of("openingFloat", 10_000)).expect(201);
        List<Map<String, Object>> counts = products(LINES).stream()
                .map(product ->
                        Map.<String, Object>of("productId", product.path("id").asLong(), "counted", 100))
                .toList();
        till().post("/stock/counts", Map.of("lines", counts)).expect(201);
    }

    private static Map<String, Object> profile() {
        Map<String, Object> rate = Map.of("taxClass", "standard", "perMillion", 50_000, "from", "2013-01-01");
        return Map.of(
                "from",
                "2020-01-01",
                "legalName",
                "9000-0001 Québec inc.",
                "tradeName",
                "Dépanneur Masson",
                "address",
                List.of("12, rue Masson"),
                "languages",
                List.of("fr", "en"),
                "taxes",
                List.of(Map.of("name", "GST", "mark", "F", "registration", "100000001 RT0001", "rates", List.of(rate))),
                "cashIncrement",
                5);
    }

    @AfterAll
    static void emptyTheCart() {
        till().delete("/cart").expect(200);
    }

    private static Screen screen(String language) {
        till().delete("/cart").expect(200);
        Screen screen = Screen.atTill(Screen.Kind.DESKTOP.in(language), "alice", STORE, 1);
        screen.page().locator(".products").waitFor();
        return screen;
    }

    private static List<JsonNode> products(int count) {
        List<JsonNode> products = new ArrayList<>();
        till().get("/products?limit=" + count).expect(200).path("items").forEach(products::add);
        return products;
    }

    /** A sale of some products by card. */
    private static String sale(List<JsonNode> products) {
        TestHttp till = till();
        till.delete("/cart").expect(200);
        for (JsonNode product : products) {
            till.post("/cart/lines", Map.of("productId", product.path("id").asLong()))
                    .expect(200);
        }
        long total = till.get("/cart").expect(200).path("total").asLong();
        return till.post("/sales", Map.of("payments", List.of(Map.of("tender", "card", "amount", total))))
                .expect(201)
                .path("number")
                .asString();
    }

    @Test
    void theReceiptIsInTheCustomersLanguageAndTheNextPrintIsACopy() {
        try (Screen screen = screen("fr")) {
            Page page = screen.page();
            page.evaluate("() => { window.printed = []; window.print = () => window.printed.push("
                    + "document.querySelector('.receipt').textContent); }");
            screen.scan(products(1).getFirst().path("sku").asString());
            page.locator(".line").waitFor();
            page.keyboard().press("F4");
            page.locator("#tendered").waitFor();
            page.keyboard().press("Enter");
            Locator receipt = page.locator(".receipt");
            assertThat(receipt).containsText("Merci de votre visite");
            page.locator(".done .tabs .button").getByText("English").click();
            assertThat(receipt).containsText("Thank you for your visit");
            assertThat(receipt).hasAttribute("lang", "en");
            assertThat(page.locator(".done")).containsText("Vente suivante");
            assertThat(receipt.locator(".copy")).hasCount(0);
            page.keyboard().press("p");
            assertThat(receipt.locator(".copy")).hasText("Copy");
            assertThat(page.evaluate("() => window.printed.length + ' ' + window.printed[0].includes('Copy')"))
                    .isEqualTo("1 false");
            assertThat(screen.button("Envoyer par courriel")).hasCount(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr", "en"})
    void scanningOrTypingTheNumberOpensTheSale(String language) {
        String number = sale(products(1));
        try (Screen screen = screen(language)) {
            Page page = screen.page();
            screen.scan(number);
            assertThat(page.locator("h1")).hasText(number);
            assertThat(page.locator(".slips .receipt .sale-number")).hasText(number);
            screen.goTo("/");
            page.locator("#search").fill(number.toLowerCase(Locale.ROOT));
            page.locator("#search").press("Enter");
            assertThat(page.locator("h1")).hasText(number);
            screen.goTo("/");
            page.locator(".products").waitFor();
            screen.scan("Q6-1-999999");
            assertThat(page.locator(".toast")).containsText("Q6-1-999999");
            assertThat(page.locator(".toast")).containsText(language.equals("fr") ? "Aucune vente" : "No sale");
            assertThat(page.locator(".line")).hasCount(0);
        }
    }

    @ParameterizedTest
    @CsvSource({"80mm, 297mm, 80, 297", "210mm, 297mm, 210, 297"})
    void aLongReceiptIsPrintedWhole(String width, String height, float wide, float high) throws IOException {
        List<JsonNode> products = products(LINES);
        String number = sale(products);
        try (Screen screen = screen("fr")) {
            screen.goTo("/sales/" + number + "/receipt");
            assertThat(screen.page().locator(".receipt")).containsText(number);
            byte[] printed = screen.page()
                    .pdf(new Page.PdfOptions().setWidth(width).setHeight(height).setPrintBackground(true));
            try (PDDocument document = Loader.loadPDF(printed)) {
                PDRectangle paper = document.getPage(0).getMediaBox();
                assertThat(paper.getWidth()).isCloseTo(wide * POINTS_PER_MILLIMETRE, within(1.5f));
                assertThat(paper.getHeight()).isCloseTo(high * POINTS_PER_MILLIMETRE, within(1.5f));
                assertThat(document.getNumberOfPages()).isBetween(2, 6);
                String text = TextOnPaper.of(document);
                for (JsonNode product : products) {
                    assertThat(text).contains(product.path("name").asString());
                }
                assertThat(text).contains("TPS 5 %").contains(number + " Merci de votre visite");
            }
        }
    }

    /** The text, of which each letter must lie on its page. */
    private static final class TextOnPaper extends PDFTextStripper {
        @Override
        protected void writeString(String text, List<TextPosition> letters) throws IOException {
            PDRectangle paper = getCurrentPage().getMediaBox();
            for (TextPosition letter : letters) {
                assertThat(letter.getXDirAdj()).as(text).isNotNegative();
                assertThat(letter.getXDirAdj() + letter.getWidthDirAdj())
                        .as(text)
                        .isLessThanOrEqualTo(paper.getWidth());
            }
            super.writeString(text, letters);
        }

        static String of(PDDocument document) throws IOException {
            return new TextOnPaper().getText(document).replaceAll("[\\s\\u00a0\\u202f]+", " ");
        }
    }

    @Test
    void theReceiptIsSavedAsPdf() throws IOException {
        String number = sale(products(1));
        try (Screen screen = screen("en")) {
            screen.goTo("/sales/" + number);
            Path file = screen.page()
                    .waitForDownload(() -> screen.button("PDF A4").click())
                    .path();
            try (PDDocument document = Loader.loadPDF(Files.readAllBytes(file))) {
                assertThat(new PDFTextStripper().getText(document)).contains(number);
            }
        }
    }
}
