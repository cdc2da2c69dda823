package dev.comptoir.store;

import static dev.comptoir.store.StoreWorld.cash;
import static dev.comptoir.store.StoreWorld.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.contract.Deposit;
import dev.comptoir.contract.Event.ProductChanged;
import dev.comptoir.contract.Event.RegisterOfStore;
import dev.comptoir.contract.Event.StoreChanged;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.StoreProfile;
import dev.comptoir.contract.Tax;
import dev.comptoir.contract.Tax.DatedRate;
import dev.comptoir.contract.TaxClass;
import dev.comptoir.contract.TaxRate;
import dev.comptoir.platform.testing.TestHttp;
import java.io.StringReader;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;

/** What the receipt of a sale shows. Each test has a store of its own, with two registers. */
class ReceiptTest {
    private static final ZoneId TORONTO = ZoneId.of("America/Toronto");
    private static final LocalDate START = LocalDate.of(2000, 1, 1);

    @RegisterExtension
    static final StoreWorld world = new StoreWorld();

    private static StoreProfile profile(long version, LocalDate from, String tradeName, String... languages) {
        return new StoreProfile(
                version,
                from,
                "9000-0001 Québec inc.",
                tradeName,
                List.of("2500, rue Masson", "Montréal (Québec)  H1Y 1V8"),
                "514 555-0102",
                List.of(languages),
                List.of(tax("GST", "F", "123456789 RT0001", 50_000), tax("QST", "P", "1023456789 TQ0001", 99_750)),
                5);
    }

    private static Tax tax(String name, String mark, String registration, int perMillion) {
        return new Tax(name, mark, registration, List.of(new DatedRate(TaxClass.STANDARD, perMillion, START, null)));
    }

    private static void send(String code, long version, StoreProfile... profiles) {
        world.sendFromHeadOffice(new StoreChanged(
                code,
                "Rosemont",
                TORONTO.getId(),
                List.of(new TaxRate("GST", 50_000)),
                List.of(new RegisterOfStore(1, "Caisse 1", false), new RegisterOfStore(2, "Caisse 2", false)),
                "store",
                version,
                Arrays.asList(profiles),
                world.epoch()));
        world.settled();
    }

    /** Bob at an open register of a new store. */
    private static TestHttp newStore(String code, String... languages) {
        send(code, 1, profile(1, START, "Dépanneur Rosemont", languages));
        return open(code, 1);
    }

    private static TestHttp open(String store, int register) {
        TestHttp till = world.loggedIn("bob", store, register);
        till.post("/register/open", Map.of("openingFloat", 0)).expect(201);
        return till;
    }

    private static long product(TestHttp till, String name, long price, String taxClass, @Nullable Deposit deposit) {
        ProductChanged product = StoreWorld.taxed(world.product(name, price), taxClass, deposit);
        world.sendFromHeadOffice(product);
        world.settled();
        till.post("/stock/counts", Map.of("lines", List.of(Map.of("productId", product.productId(), "counted", 9))))
                .expect(201);
        return product.productId();
    }

    private static String sell(TestHttp till, Object lines) {
        return till.post("/sales", Map.of("lines", lines, "payments", List.of(cash(1_000))))
                .expect(201)
                .path("number")
                .asString();
    }

    /** Zero-rated milk at 3.49 and a taxed soda at 1.99 with a deposit of 10 cents, paid with a ten. */
    private static String milkAndSoda(TestHttp till) {
        long milk = product(till, "Lait 2 % 1 L", 349, "zero-rated", null);
        long soda = product(till, "Soda", 199, TaxClass.STANDARD, new Deposit(1, Money.ofCents(10)));
        return sell(till, List.of(line(milk, 1), line(soda, 1)));
    }

    /** One unit of something at a dollar. */
    private static String sellOne(TestHttp till) {
        return sell(till, List.of(line(product(till, "Une chose", 100, TaxClass.STANDARD, null), 1)));
    }

    private static JsonNode receipt(TestHttp till, String number, String query) {
        return till.get("/sales/" + number + "/receipt" + query).expect(200);
    }

    /** The text of a receipt, with single spaces. */
    private static String text(JsonNode receipt) {
        return receipt.path("html")
                .asString()
                .replaceAll("<[^>]*>", " ")
                .replaceAll("[\\s\\u00a0\\u202f]+", " ")
                .strip();
    }

    @Test
    void aReceiptInFrenchHasAllThatTheLawAndTheCustomerAskFor() {
        TestHttp till = newStore("R1", "fr", "en");
        String number = milkAndSoda(till);
        JsonNode receipt = receipt(till, number, "");
        assertThat(receipt.path("language").asString()).isEqualTo("fr");
        assertThat(text(receipt))
                .startsWith("Dépanneur Rosemont 9000-0001 Québec inc. 2500, rue Masson Montréal (Québec) H1Y 1V8"
                        + " 514 555-0102 TPS 123456789 RT0001 TVQ 1023456789 TQ0001 Copie ")
                .contains("Servi par bob, caisse 1")
                .contains("Lait 2 % 1 L 1 × 3,49 $ 3,49 $ Soda 1 × 1,99 $ 1,99 $ FP Consigne 0,10 $")
                .contains("Sous-total 5,48 $ F TPS 5 % sur 1,99 $ 0,10 $ P TVQ 9,975 % sur 1,99 $ 0,20 $"
                        + " Consignes 0,10 $ Total 5,88 $ Arrondi au comptant +0,02 $ Comptant 10,00 $"
                        + " Monnaie à rendre 4,10 $")
                .endsWith(number + " Merci de votre visite");
    }

    @Test
    void theSameReceiptInEnglish() {
        TestHttp till = newStore("R2", "fr", "en");
        String number = milkAndSoda(till);
        JsonNode receipt = receipt(till, number, "?language=en");
        assertThat(receipt.path("language").asString()).isEqualTo("en");
        assertThat(text(receipt))
                .contains("GST 123456789 RT0001 QST 1023456789 TQ0001 Copy")
                .contains("Served by bob, register 1")
                .contains("Soda 1 × $1.99 $1.99 FP Deposit $0.10")
                .contains("Subtotal $5.48 F GST 5% on $1.99 $0.10 P QST 9.975% on $1.99 $0.20 Deposits $0.10"
                        + " Total $5.88 Cash rounding +$0.02 Cash $10.00")
                .endsWith(number + " Thank you for your visit");
    }

    @Test
    void theStoresFirstLanguageIsTheDefault() {
        TestHttp till = newStore("R3", "en", "fr");
        JsonNode receipt = receipt(till, sellOne(till), "");
        assertThat(receipt.path("language").asString()).isEqualTo("en");
        assertThat(receipt.path("languages").valueStream().map(JsonNode::asString))
                .containsExactly("en", "fr");
    }

    @Test
    void theReceiptIsTheOriginalAtItsRegisterUntilTheNextSaleThere() {
        TestHttp till = newStore("R4", "fr");
        TestHttp other = open("R4", 2);
        String number = sellOne(till);
        JsonNode original = receipt(till, number, "?original=true");
        assertThat(original.path("copy").asBoolean()).isFalse();
        assertThat(text(original)).doesNotContain("Copie");
        assertThat(receipt(till, number, "").path("copy").asBoolean()).isTrue();
        assertThat(receipt(other, number, "?original=true").path("copy").asBoolean())
                .as("at another register")
                .isTrue();
        sellOne(other);
        assertThat(receipt(till, number, "?original=true").path("copy").asBoolean())
                .as("after a sale at another register")
                .isFalse();
        sellOne(till);
        JsonNode later = receipt(till, number, "?original=true");
        assertThat(later.path("copy").asBoolean()).isTrue();
        assertThat(text(later)).contains("Copie");
    }

    @Test
    void aReprintShowsTheStoreAsItWasOnTheDayOfTheSale() {
        TestHttp till = newStore("R5", "fr");
        String before = sellOne(till);
        send(
                "R5",
                2,
                profile(1, START, "Dépanneur Rosemont", "fr"),
                profile(2, LocalDate.now(TORONTO), "Épicerie Masson", "en"));
        String after = sellOne(till);
        assertThat(text(receipt(till, before, "")))
                .startsWith("Dépanneur Rosemont")
                .contains("Copie");
        assertThat(text(receipt(till, after, ""))).startsWith("Épicerie Masson").contains("Copy");
    }

    @Test
    void onlyTheStoreOfTheSaleHasItsReceipt() {
        TestHttp till = newStore("R6", "fr");
        String number = sellOne(till);
        for (String path : List.of("/receipt", "/receipt.pdf")) {
            assertThat(world.bob().get("/sales/" + number + path).problem()).isEqualTo("other-store");
            assertThat(till.get("/sales/R6-1-999999" + path).problem()).isEqualTo("not-found");
        }
        Map<String, String> email = Map.of("address", "client@example.com");
        assertThat(world.bob()
                        .post("/sales/" + number + "/receipt/emails", email)
                        .problem())
                .isEqualTo("other-store");
        assertThat(till.post("/sales/R6-1-999999/receipt/emails", email).problem())
                .isEqualTo("not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/receipt?language=de", "/receipt?original=yes", "/receipt.pdf?format=a5"})
    void whatIsNoLanguageAndNoPaperIsRefused(String path) {
        String number = sellOne(world.bob());
        assertThat(world.bob().get("/sales/" + number + path).problem()).isEqualTo("invalid-request");
    }

    @Test
    void aNameIsTextAndTheHtmlIsWellFormed() throws Exception {
        TestHttp till = newStore("R7", "fr");
        long odd = product(till, "<img src=x onerror=alert(1)> & \"l’été\" \u0007", 100, TaxClass.STANDARD, null);
        String html = receipt(till, sell(till, List.of(line(odd, 1))), "")
                .path("html")
                .asString();
        assertThat(html)
                .contains("&lt;img src=x onerror=alert(1)&gt; &amp; &quot;l’été&quot;")
                .doesNotContain("<img");
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader(html)))
                        .getDocumentElement()
                        .getAttribute("lang"))
                .isEqualTo("fr");
    }

    @Test
    void withoutAMailServerNoReceiptIsSent() {
        TestHttp till = newStore("R8", "fr");
        String number = sellOne(till);
        assertThat(receipt(till, number, "").path("email").asBoolean()).isFalse();
        assertThat(till.post("/sales/" + number + "/receipt/emails", Map.of("address", "client@example.com"))
                        .problem())
                .isEqualTo("email-off");
    }
}
