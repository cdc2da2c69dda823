package dev.comptoir.tests.screens;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.comptoir.app.testing.RunningChain;
import dev.comptoir.platform.testing.TestHttp;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Goods of 10.00 come back on the refund page, pay for a cart on the sale page, and one payment settles the difference. Cash is
 * rounded to five cents.
 */
class ExchangeScreenTest {
    private static final String STORE = "S2";
    private static final String TEA = "X-TEA";
    private static final String COFFEE = "X-COFFEE";
    private static final String MILK = "X-MILK";

    @BeforeAll
    static void addProducts() {
        shelve(newProduct(TEA, 1_000));
        shelve(newProduct(COFFEE, 1_298));
        shelve(newProduct(MILK, 400));
    }

    private static TestHttp till() {
        return RunningChain.get().atRegister("bob", STORE, 1);
    }

    private static long newProduct(String sku, int price) {
        long id = RunningChain.get()
                .at("headoffice", "bob")
                .post(
                        "/products",
                        Map.of("sku", sku, "name", sku, "category", "Test", "price", price, "taxClass", "zero-rated"))
                .expect(201)
                .path("id")
                .asLong();
        await().until(() ->
                !till().get("/products?query=" + sku).expect(200).path("items").isEmpty());
        return id;
    }

    private static void shelve(long product) {
        till().post("/stock/counts", Map.of("lines", List.of(Map.of("productId", product, "counted", 100))))
                .expect(201);
    }

    /** The number of a new sale of one tea. */
    private static String soldTea() {
        till().delete("/cart").expect(200);
        till().post("/cart/lines", Map.of("sku", TEA)).expect(200);
        return till().post("/sales", Map.of("payments", List.of(Map.of("tender", "cash", "amount", 1_000))))
                .expect(201)
                .path("number")
                .asString();
    }

    /** Chooses all lines of a sale for an exchange, and opens the sale page. */
    private static Page exchange(Screen screen, String number) {
        Page page = screen.page();
        screen.goTo("/sales/" + number + "/refund");
        page.locator(".refund-form").waitFor();
        page.keyboard().press("a");
        assertThat(page.locator(".refund-form .due output")).containsText("10.00");
        page.locator("#refund-reason").fill("Wrong size");
        button(page, "Exchange for other products").click();
        assertThat(page.locator(".cart .notice.info")).containsText(number);
        return page;
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    private static JsonNode sale(String number) {
        return till().get("/sales/" + number).expect(200);
    }

    private static List<String> tenders(JsonNode entry) {
        return entry.path("payments")
                .valueStream()
                .map(payment -> payment.path("tender").asString() + " " + payment.path("amount"))
                .toList();
    }

    /** A coffee of 12.98: 2.98 are due, 3.00 in cash. */
    @Test
    void theCustomerPaysTheDifferenceAndTheReceiptShowsBothParts() {
        String number = soldTea();
        try (Screen screen = Screen.atTill(Screen.Kind.DESKTOP.in("en"), "alice", STORE, 1)) {
            Page page = exchange(screen, number);
            screen.scan(COFFEE);
            assertThat(page.locator(".cart .sums")).containsText("2.98");
            page.reload();
            assertThat(page.locator(".cart .notice.info")).containsText(number);
            assertThat(page.locator(".cart .line")).hasCount(1);
            page.keyboard().press("F4");
            assertThat(page.locator("#tendered")).hasValue("3.00");
            page.keyboard().press("Enter");
            assertThat(page.locator("dialog .receipt")).hasCount(2);
            page.locator(".done .tabs .button").getByText("English").click();
            assertThat(page.locator("dialog .receipt").first()).containsText("Exchange " + STORE + "-1-R");
            assertThat(page.locator("dialog .receipt").last()).containsText("Exchange " + STORE + "-1-");
            page.keyboard().press("Enter");
            assertThat(page.locator(".cart .notice.info")).hasCount(0);
        }
        JsonNode refund = sale(number).path("refunds").path(0);
        assertThat(tenders(refund)).containsExactly("exchange 1000");
        String bought =
                refund.path("payments").path(0).path("exchange").path("number").asString();
        assertThat(tenders(sale(bought).path("sale"))).containsExactly("exchange 1000", "cash 300");
    }

    /** Two milks of 4.00: 2.00 are handed back. */
    @Test
    void whatIsLeftIsHandedBackWithOneButton() {
        String number = soldTea();
        try (Screen screen = Screen.atTill(Screen.Kind.DESKTOP.in("en"), "alice", STORE, 1)) {
            Page page = exchange(screen, number);
            screen.scan(MILK);
            screen.scan(MILK);
            assertThat(page.locator(".cart .sums")).containsText("To hand back$2.00");
            page.keyboard().press("F4");
            assertThat(page.locator("dialog .due output")).containsText("2.00");
            button(page, "Complete the exchange").click();
            assertThat(page.locator("dialog .change")).containsText("2.00");
            page.keyboard().press("Enter");
        }
        assertThat(tenders(sale(number).path("refunds").path(0))).containsExactly("exchange 800", "cash 200");
    }

    @Test
    void anAbandonedExchangeLeavesTheGoodsWithTheCustomer() {
        String number = soldTea();
        try (Screen screen = Screen.atTill(Screen.Kind.DESKTOP.in("en"), "alice", STORE, 1)) {
            Page page = exchange(screen, number);
            button(page, "Abandon the exchange").click();
            assertThat(page.locator(".cart .notice.info")).hasCount(0);
        }
        assertThat(sale(number).path("refunds").size()).isZero();
    }
}
