package dev.comptoir.tests.screens;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.comptoir.app.testing.RunningChain;
import dev.comptoir.platform.testing.TestHttp;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A manager adds and renames tax classes, and chooses the class and the deposit of a product. */
class TaxClassesScreenTest {
    private static Screen office(String language) {
        Screen screen = Screen.open(Screen.Kind.DESKTOP.in(language), "headoffice");
        screen.signIn("bob");
        return screen;
    }

    private static TestHttp api() {
        return RunningChain.get().at("headoffice", "bob");
    }

    private static Locator row(Page page, String code) {
        return page.locator("tr[data-key='" + code + "']");
    }

    private static JsonNode product(String sku) {
        return api().get("/products?query=" + sku).expect(200).path("items").get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr", "en"})
    void aClassIsAddedAndRenamed(String language) {
        String code = "books-" + language;
        try (Screen screen = office(language)) {
            Page page = screen.page();
            screen.goTo("/tax-classes");
            page.locator(".page-head button").click();
            page.locator("#tax-class-code").fill(code);
            page.locator("#tax-class-nameFr").fill("Livres");
            page.locator("#tax-class-nameEn").fill("Books");
            page.keyboard().press("Enter");
            assertThat(row(page, code)).containsText("Livres");
            row(page, code).locator("button").click();
            page.locator("#tax-class-nameEn").fill("Printed books");
            page.keyboard().press("Enter");
            assertThat(row(page, code)).containsText("Printed books");
        }
    }

    @Test
    void aClassThatSomebodyElseRenamedIsShownWithTheirNamesFirst() {
        api().post("/tax-classes", Map.of("code", "toys", "nameFr", "Jouets", "nameEn", "Toys"))
                .expect(201);
        try (Screen screen = office("en")) {
            Page page = screen.page();
            screen.goTo("/tax-classes");
            row(page, "toys").locator("button").click();
            api().with("If-Match", "\"1\"")
                    .patch("/tax-classes/toys", Map.of("nameFr", "Jeux"))
                    .expect(200);
            page.locator("#tax-class-nameFr").fill("Jouets d’enfants");
            page.keyboard().press("Enter");
            assertThat(page.locator(".notice.bad")).isVisible();
            assertThat(page.locator("#tax-class-nameFr")).hasValue("Jeux");
            page.locator("#tax-class-nameFr").fill("Jeux et jouets");
            page.keyboard().press("Enter");
            assertThat(row(page, "toys")).containsText("Jeux et jouets");
        }
    }

    @Test
    void aProductIsAddedOnlyWithAClassAndItsHistoryNamesClassAndDeposit() {
        try (Screen screen = office("en")) {
            Page page = screen.page();
            screen.goTo("/products/new");
            page.locator("#sku").fill("CLASSED-1");
            page.locator("#name").fill("Sparkling water");
            page.locator("#price").fill("3.49");
            page.locator("#category").fill("Test");
            page.locator("#containers").fill("6");
            page.locator("#each").fill("10");
            page.keyboard().press("Enter");
            assertThat(page.locator(".notice.bad")).containsText("tax class");
            page.locator("#taxClass").selectOption("zero-rated");
            page.locator("#name").press("Enter");
            assertThat(page.locator(".history")).containsText("Zero-rated");
            assertThat(page.locator(".history")).containsText("6 × $0.10");

            page.locator("#taxClass").selectOption("standard");
            page.locator("#containers").fill("");
            page.locator("#each").fill("");
            page.locator("#name").press("Enter");
            assertThat(page.locator(".history")).containsText("6 × $0.10 → —");
        }
        JsonNode saved = product("CLASSED-1");
        assertThat(saved.path("taxClass").asString()).isEqualTo("standard");
        assertThat(saved.path("deposit").isNull()).isTrue();
    }

    @Test
    void aDatedRateIsForAClassOfTheList() {
        try (Screen screen = office("en")) {
            Page page = screen.page();
            screen.goTo("/stores/S1");
            Locator choices = page.locator("#tax-0-rate-0-class option");
            assertThat(choices.filter(new Locator.FilterOptions().setHasText("GST only")))
                    .hasCount(1);
            assertThat(List.of("standard", "gst-only"))
                    .contains(page.locator("#tax-0-rate-0-class").inputValue());
        }
    }
}
