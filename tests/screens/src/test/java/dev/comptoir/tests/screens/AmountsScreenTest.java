package dev.comptoir.tests.screens;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.comptoir.app.testing.RunningChain;
import dev.comptoir.platform.testing.TestHttp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * A store whose cash has no cents sells zero-rated milk at 3.49, and soda at 1.99 that bears GST and QST and a deposit of 0.10.
 * One of each: subtotal 5.48, GST 0.10 and QST 0.20 on 1.99, deposit 0.10, total 5.88; 5.90 in cash.
 */
class AmountsScreenTest {
    private static final String STORE = "Q5";
    private static final String MILK = "Q-LAIT";
    private static final String SODA = "Q-SODA";
    private static final int PLENTY = 1_000;

    @BeforeAll
    static void openStore() {
        TestHttp office = RunningChain.get().at("headoffice", "bob");
        office.post(
                        "/stores",
                        Map.of(
                                "code",
                                STORE,
                                "name",
                                "Rosemont",
                                "timeZone",
                                "America/Toronto",
                                "taxes",
                                List.of(),
                                "registers",
                                List.of(register(1), register(2), register(3)),
                                "profile",
                                profile()))
                .expect(201);
        await().untilAsserted(() -> storeApi(1).get("/register").expect(200));
        List.of(1, 2, 3)
                .forEach(number -> storeApi(number)
                        .post("/register/open", Map.of("openingFloat", 10_000))
                        .expect(201));
        stock(newProduct(MILK, 349, Map.of("taxClass", "zero-rated")));
        stock(newProduct(SODA, 199, Map.of("taxClass", "standard", "deposit", Map.of("containers", 1, "each", 10))));
    }

    private static Map<String, Object> register(int number) {
        return Map.of("number", number, "name", "Caisse " + number);
    }

    private static Map<String, Object> profile() {
        return Map.of(
                "from",
                "2020-01-01",
                "legalName",
                "9000-0001 Québec inc.",
                "tradeName",
                "Dépanneur Rosemont",
                "address",
                List.of("12, rue Masson", "Montréal (Québec)  H1Y 1A1"),
                "languages",
                List.of("fr", "en"),
                "taxes",
                List.of(tax("GST", "F", "100000001 RT0001", 50_000), tax("QST", "P", "1000000001 TQ0001", 99_750)),
                "cashIncrement",
                5);
    }

    private static Map<String, Object> tax(String name, String mark, String registration, int perMillion) {
        Map<String, Object> rate = Map.of("taxClass", "standard", "perMillion", perMillion, "from", "2013-01-01");
        return Map.of("name", name, "mark", mark, "registration", registration, "rates", List.of(rate));
    }

    private static TestHttp storeApi(int register) {
        return RunningChain.get().atRegister("bob", STORE, register);
    }

    private static long newProduct(String sku, int price, Map<String, Object> pricing) {
        Map<String, Object> product = new HashMap<>(pricing);
        product.putAll(Map.of("sku", sku, "name", sku, "category", "Test", "price", price));
        long id = RunningChain.get()
                .at("headoffice", "bob")
                .post("/products", product)
                .expect(201)
                .path("id")
                .asLong();
        TestHttp till = storeApi(1);
        await().until(() ->
                !till.get("/products?query=" + sku).expect(200).path("items").isEmpty());
        return id;
    }

    private static void stock(long product) {
        storeApi(1)
                .post("/stock/counts", Map.of("lines", List.of(Map.of("productId", product, "counted", PLENTY))))
                .expect(201);
    }

    private static JsonNode newestSale() {
        JsonNode newest =
                storeApi(1).get("/sales?limit=1").expect(200).path("items").get(0);
        return storeApi(1)
                .get("/sales/" + newest.path("number").asString())
                .expect(200)
                .path("sale");
    }

    /** Register 1 with these products in its cart. */
    private static Screen till(String language, String... codes) {
        storeApi(1).delete("/cart").expect(200);
        Screen screen = Screen.atTill(Screen.Kind.DESKTOP.in(language), "alice", STORE, 1);
        screen.page().locator(".products").waitFor();
        for (int at = 0; at < codes.length; at++) {
            screen.scan(codes[at]);
            assertThat(screen.page().locator(".line")).hasCount(at + 1);
        }
        return screen;
    }

    private static void openPayment(Page page) {
        page.keyboard().press("F4");
        page.locator("#tendered").waitFor();
    }

    private static Locator line(Page page, String sku) {
        return page.locator(".line").filter(new Locator.FilterOptions().setHasText(sku));
    }

    /** Milk and soda at a register, paid with a ten. */
    private static String sold(int register) {
        long milk = productOf(MILK);
        long soda = productOf(SODA);
        return storeApi(register)
                .post(
                        "/sales",
                        Map.of(
                                "lines",
                                List.of(
                                        Map.of("productId", milk, "quantity", 1),
                                        Map.of("productId", soda, "quantity", 1)),
                                "payments",
                                List.of(Map.of("tender", "cash", "amount", 1_000))))
                .expect(201)
                .path("number")
                .asString();
    }

    private static long productOf(String sku) {
        return storeApi(1)
                .get("/products?query=" + sku)
                .expect(200)
                .path("items")
                .get(0)
                .path("id")
                .asLong();
    }

    @ParameterizedTest
    @CsvSource({"fr,Consigne,Arrondi au comptant,TPS,TVQ", "en,Deposit,Cash rounding,GST,QST"})
    void aSaleInCashShowsBasesDepositAndRounding(
            String language, String deposit, String rounding, String gst, String qst) {
        try (Screen screen = till(language, MILK, SODA)) {
            Page page = screen.page();
            assertThat(line(page, SODA).locator(".line-deposit")).containsText(deposit);
            assertThat(line(page, SODA).locator(".line-deposit")).containsText(amount("0.10"));
            assertThat(line(page, MILK).locator(".line-deposit")).hasCount(0);
            assertThat(line(page, SODA).locator(".amount .marks")).hasText("FP");
            assertThat(line(page, MILK).locator(".amount .marks")).hasText("");
            assertSums(page.locator(".sums"), gst, qst);
            openPayment(page);
            assertThat(page.locator(".due output").first()).containsText(amount("5.90"));
            assertThat(page.locator(".due output").last()).containsText(amount("5.88"));
            assertThat(page.locator(".due")).containsText(rounding);
            assertThat(page.locator(".due")).containsText(amount("0.02"));
            page.keyboard().press("Enter");
            assertThat(page.locator(".change")).containsText(amount("0.00"));
            Locator receipt = page.locator(".receipt");
            chooseReceiptLanguage(page, language);
            assertThat(receipt).containsText(deposit);
            assertThat(receipt).containsText(rounding);
            assertSums(receipt, gst, qst);
            assertThat(receipt).containsText("Dépanneur Rosemont");
            assertThat(receipt).containsText(gst + " 100000001 RT0001");
            assertThat(receipt).containsText(qst + " 1000000001 TQ0001");
            page.locator(".next").click();
        }
        JsonNode sale = newestSale();
        assertThat(sale.path("total").asLong()).isEqualTo(588);
        assertThat(sale.path("rounding").asLong()).isEqualTo(2);
    }

    private static void chooseReceiptLanguage(Page page, String language) {
        page.locator(".done .tabs .button")
                .getByText(language.equals("fr") ? "Français" : "English")
                .click();
    }

    private static void assertSums(Locator sums, String gst, String qst) {
        assertThat(sums).containsText(amount("5.48"));
        assertThat(sums).containsText(Pattern.compile(gst + " 5\\s?% (sur|on) \\$?1[.,]99"));
        assertThat(sums).containsText(Pattern.compile(qst + " 9[.,]975\\s?% (sur|on) \\$?1[.,]99"));
        assertThat(sums).containsText(amount("0.20"));
        assertThat(sums).containsText(amount("5.88"));
        assertThat(sums).not().containsText(Pattern.compile("14[.,]975"));
    }

    /** In either language. */
    private static Pattern amount(String figure) {
        return Pattern.compile(figure.replace(".", "[.,]"));
    }

    private static void takeBack(Page page, String ofTenCents, String ofTwentyFiveCents) {
        page.keyboard().press("F3");
        page.locator("#empties-10").fill(ofTenCents);
        page.locator("#empties-25").fill(ofTwentyFiveCents);
        page.keyboard().press("Enter");
        assertThat(page.locator("dialog")).hasCount(0);
    }

    /** Six at 0.10 and two at 0.25 are 1.10: 4.78 of 5.88 are due, 4.80 in cash. */
    @ParameterizedTest
    @CsvSource({"fr,Contenants consignés,À payer", "en,Empties,Amount due"})
    void emptiesAreTakenOffTheBill(String language, String empties, String due) {
        try (Screen screen = till(language, MILK, SODA)) {
            Page page = screen.page();
            takeBack(page, "6", "2");
            assertThat(page.locator(".sums")).containsText(empties + ", 6 ×");
            assertThat(page.locator(".sums")).containsText(due);
            assertThat(page.locator(".pay")).containsText(amount("4.78"));
            openPayment(page);
            assertThat(page.locator(".due output").first()).containsText(amount("4.80"));
            page.keyboard().press("Enter");
            chooseReceiptLanguage(page, language);
            assertThat(page.locator(".receipt")).containsText(empties + ", 2 ×");
            assertThat(page.locator(".receipt")).containsText(amount("-\\$?0.50"));
            assertThat(page.locator(".receipt")).containsText(due);
            assertThat(page.locator(".receipt")).containsText(amount("4.78"));
            page.locator(".next").click();
        }
        JsonNode sale = newestSale();
        assertThat(sale.path("total").asLong()).isEqualTo(588);
        assertThat(sale.path("empties")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"fr,Remettre,À remettre,Comptant remis pour contenants", "en,Hand back,To hand back,Cash for empties"})
    void emptiesWithoutASaleArePaidInCash(String language, String handBack, String toHandBack, String handedOut) {
        try (Screen screen = till(language)) {
            Page page = screen.page();
            takeBack(page, "24", "");
            assertThat(page.locator(".pay")).containsText(handBack);
            assertThat(page.locator(".pay")).containsText(amount("2.40"));
            page.keyboard().press("F4");
            assertThat(page.locator(".change")).containsText(amount("2.40"));
            chooseReceiptLanguage(page, language);
            assertThat(page.locator(".receipt")).containsText(toHandBack);
            page.locator(".next").click();
        }
        assertThat(newestSale().path("change").asLong()).isEqualTo(240);
        try (Screen screen = Screen.atTill(Screen.Kind.DESKTOP.in(language), "bob", STORE, 1)) {
            screen.goTo("/register");
            assertThat(screen.page().locator(".report")).containsText(handedOut);
        }
    }

    @Test
    void aCountOfEmptiesThatIsNoNumberIsExplained() {
        try (Screen screen = till("fr")) {
            Page page = screen.page();
            page.keyboard().press("F3");
            page.locator("#empties-10").fill("dix");
            page.keyboard().press("Enter");
            assertThat(page.locator("dialog .notice.bad")).containsText("nombres entiers");
            page.keyboard().press("Escape");
            assertThat(page.locator(".pay")).isDisabled();
        }
    }

    @Test
    void aCardIsChargedTheExactTotal() {
        try (Screen screen = till("fr", MILK, SODA)) {
            Page page = screen.page();
            openPayment(page);
            page.keyboard().press("c");
            assertThat(page.locator(".change")).containsText("0,00");
            assertThat(page.locator(".receipt")).containsText("Total");
            assertThat(page.locator(".receipt")).not().containsText("Arrondi");
            page.keyboard().press("Enter");
        }
        JsonNode sale = newestSale();
        assertThat(sale.path("payments").get(0).path("amount").asLong()).isEqualTo(588);
        assertThat(sale.path("rounding").asLong()).isZero();
    }

    @Test
    void theCashPartOfASplitIsRoundedDownAndNoCentsAreTaken() {
        try (Screen screen = till("en", MILK, SODA)) {
            Page page = screen.page();
            openPayment(page);
            page.locator("#tendered").fill("2.06");
            page.keyboard().press("c");
            assertThat(page.locator(".due output").first()).containsText("3.80");
            assertThat(page.locator(".due output").last()).containsText("3.82");
            assertThat(page.locator(".due")).containsText("-$0.02");
            page.locator("#tendered").fill("3.82");
            page.keyboard().press("Enter");
            assertThat(page.locator("dialog .notice.bad")).containsText("5¢");
            page.locator("#tendered").fill("5000");
            page.keyboard().press("Enter");
            assertThat(page.locator("dialog .notice.bad")).containsText("check");
            page.locator("#tendered").fill("5");
            page.keyboard().press("Enter");
            assertThat(page.locator(".change")).containsText("1.20");
            page.keyboard().press("Enter");
        }
    }

    /**
     * Two of three milks at 2.99 and one at 3.49: 9.47. Half of a soda is 0.995: a discount of 1.00, so 0.99, taxes 0.05 and 0.10,
     * deposit 0.10. Together 10.71; 10.70 in cash.
     */
    @Test
    void thePriceOfSomeUnitsAndADiscountStayVisibleWithTheirReasons() {
        TestHttp manager = storeApi(1);
        manager.delete("/cart").expect(200);
        String milk = "/cart/lines/" + productOf(MILK);
        manager.post("/cart/lines", Map.of("sku", MILK, "quantity", 2)).expect(200);
        manager.put(milk + "/price", Map.of("price", 299, "reason", "Carton abîmé"))
                .expect(200);
        manager.post("/cart/lines", Map.of("sku", SODA)).expect(200);
        manager.put("/cart/lines/" + productOf(SODA) + "/discount", Map.of("percent", 50, "reason", "Dernier jour"))
                .expect(200);
        try (Screen screen = Screen.atTill(Screen.Kind.DESKTOP, "alice", STORE, 1)) {
            Page page = screen.page();
            page.locator(".line").first().waitFor();
            screen.scan(MILK);
            assertThat(line(page, MILK)).containsText("2 × 2,99");
            assertThat(line(page, MILK)).containsText("1 × 3,49");
            assertThat(line(page, SODA)).containsText("Rabais -1,00");
            openPayment(page);
            assertThat(page.locator(".due output").first()).containsText("10,70");
            assertThat(page.locator(".due output").last()).containsText("10,71");
            page.keyboard().press("Enter");
            Locator receipt = page.locator(".receipt");
            assertThat(receipt).containsText("Prix courant : 3,49");
            assertThat(receipt).containsText("Carton abîmé");
            assertThat(receipt).containsText("-1,00");
            assertThat(receipt).containsText("Dernier jour");
            page.keyboard().press("Enter");
        }
        assertThat(newestSale().path("total").asLong()).isEqualTo(1071);
    }

    @Test
    void aTotalThatChangesDuringThePaymentIsShownBeforeTheMoneyIsTaken() {
        String sku = "Q-CLASS";
        long product = newProduct(sku, 349, Map.of("taxClass", "zero-rated"));
        stock(product);
        try (Screen screen = till("fr", sku)) {
            Page page = screen.page();
            openPayment(page);
            assertThat(page.locator("#tendered")).hasValue("3,50");
            TestHttp office = RunningChain.get().at("headoffice", "bob");
            int version = office.get("/products/" + product)
                    .expect(200)
                    .path("version")
                    .asInt();
            office.with("If-Match", "\"" + version + "\"")
                    .patch("/products/" + product, Map.of("taxClass", "standard"))
                    .expect(200);
            TestHttp second = storeApi(2);
            await().until(() -> second.post("/cart/lines", Map.of("sku", sku))
                            .expect(200)
                            .path("taxes")
                            .size()
                    == 2);
            page.keyboard().press("Enter");
            assertThat(page.locator("dialog .notice.bad")).containsText("3,49");
            assertThat(page.locator("dialog .notice.bad")).containsText("4,01");
            assertThat(page.locator("#tendered")).hasValue("4,00");
            page.keyboard().press("Enter");
            page.locator(".change").waitFor();
        }
        storeApi(2).delete("/cart").expect(200);
        assertThat(newestSale().path("total").asLong()).isEqualTo(401);
    }

    @Test
    void aWholeRefundHandsBackTheCashThatCameIn() {
        String number = sold(1);
        try (Screen screen = Screen.atTill(Screen.Kind.TELEPHONE, "bob", STORE, 1)) {
            Page page = screen.page();
            screen.goTo("/sales/" + number + "/refund");
            page.locator(".refund-form").waitFor();
            page.keyboard().press("a");
            assertThat(page.locator(".refund-form .due output")).containsText("5,90");
            assertThat(page.locator(".refund-form .sums")).containsText("Arrondi au comptant");
            assertThat(page.locator(".refund-form .sums")).containsText("Consignes");
            page.locator("#refund-reason").fill("Périmé");
            page.keyboard().press("Enter");
            assertThat(page.locator(".receipt.paper")).containsText("5,90");
            assertThat(page.locator(".receipt.paper")).containsText("Consigne");
        }
    }

    @Test
    void theReportsShowNetSalesZeroRatedBasesDepositsAndRounding() {
        sold(3);
        try (Screen screen = Screen.atTill(Screen.Kind.DESKTOP, "bob", STORE, 3)) {
            Page page = screen.page();
            screen.goTo("/register");
            Locator report = page.locator(".report");
            assertThat(report).containsText(Pattern.compile("Ventes nettes\\s*5,48"));
            assertThat(report).containsText(Pattern.compile("dont détaxé\\s*3,49"));
            assertThat(report).containsText(Pattern.compile("TPS 5\\s% sur 1,99\\s\\$\\s*0,10"));
            assertThat(report).containsText(Pattern.compile("TVQ 9,975\\s% sur 1,99\\s\\$\\s*0,20"));
            assertThat(report).containsText(Pattern.compile("Consignes\\s*0,10"));
            assertThat(report).containsText(Pattern.compile("Arrondi au comptant\\s*\\+0,02"));
            assertThat(report).containsText(Pattern.compile("Attendu dans le tiroir\\s*105,90"));
            page.keyboard().press("z");
            assertThat(page.locator("#count-5")).isVisible();
            assertThat(page.locator("#count-1")).hasCount(0);
        }
    }
}
