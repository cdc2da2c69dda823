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

/**
 * A manager changes a store: its profile, its registers and its name. Each test has a store of its own, listed after those of
 * the demo.
 */
class StoreProfileScreenTest {
    private static TestHttp api() {
        return RunningChain.get().at("headoffice", "bob");
    }

    /** A store with two registers, which collects GST. */
    private static Screen page(Screen.Kind kind, String code) {
        api().post(
                        "/stores",
                        Map.of(
                                "code",
                                code,
                                "name",
                                "Outremont",
                                "timeZone",
                                "America/Toronto",
                                "taxes",
                                List.of(Map.of("name", "GST", "perMillion", 50_000)),
                                "registers",
                                List.of(
                                        Map.of("number", 1, "name", "Caisse 1"),
                                        Map.of("number", 2, "name", "Caisse 2"))))
                .expect(201);
        Screen screen = Screen.open(kind, "headoffice");
        screen.signIn("bob");
        screen.goTo("/stores/" + code);
        screen.page().locator("#legal-name").waitFor();
        return screen;
    }

    private static JsonNode store(String code) {
        return api().get("/stores/" + code).expect(200);
    }

    private static Locator button(Page page, String name) {
        return page.locator("button").filter(new Locator.FilterOptions().setHasText(name));
    }

    private static Locator register(Page page, int number) {
        return page.locator("tr[data-key='" + number + "']")
                .filter(new Locator.FilterOptions().setHasText("Caisse " + number));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr", "en"})
    void aProfileIsSavedAndItsChangeListed(String language) {
        boolean french = language.equals("fr");
        String code = french ? "T1" : "T2";
        try (Screen screen = page(Screen.Kind.DESKTOP.in(language), code)) {
            Page page = screen.page();
            page.locator("#legal-name").fill("9000-0004 Québec inc.");
            page.locator("#trade-name").fill("Épicerie Outremont");
            page.locator("#address").fill("1200, avenue Bernard\nMontréal (Québec)  H2V 1V5");
            page.locator("#telephone").fill("514 555-0104");
            page.locator("#cash-increment").selectOption("5");
            page.locator("#tax-0-mark").fill("F");
            page.locator("#tax-0-registration").fill("123456789 RT0001");
            page.locator("#tax-0-rate-0-percent").fill(french ? "5,25" : "5.25");
            button(page, french ? "Enregistrer la fiche" : "Save the profile").click();
            assertThat(page.locator(".history")).containsText("Épicerie Outremont");
            JsonNode profile = store(code).path("profile");
            assertThat(profile.path("version").asLong()).isEqualTo(1);
            assertThat(profile.path("address")).hasSize(2);
            assertThat(profile.path("cashIncrement").asInt()).isEqualTo(5);
            JsonNode tax = profile.path("taxes").get(0);
            assertThat(tax.path("registration").asString()).isEqualTo("123456789 RT0001");
            assertThat(tax.path("rates").get(0).path("perMillion").asInt()).isEqualTo(52_500);
        }
    }

    @Test
    void anIncompleteProfileIsNotSent() {
        try (Screen screen = page(Screen.Kind.DESKTOP.in("fr"), "T3")) {
            Page page = screen.page();
            page.locator("#trade-name").fill(" ");
            button(page, "Enregistrer la fiche").click();
            assertThat(page.locator(".notice.bad")).containsText("nom commercial");
            assertThat(store("T3").path("version").asLong()).isEqualTo(1);
        }
    }

    @Test
    void whatWasTypedStaysWhenSomebodyElseChangesTheStore() {
        try (Screen screen = page(Screen.Kind.DESKTOP.in("fr"), "T4")) {
            Page page = screen.page();
            page.locator("#legal-name").fill("9000-0005 Québec inc.");
            api().with("If-Match", "\"1\"")
                    .patch("/stores/T4", Map.of("name", "Mile End"))
                    .expect(200);
            button(page, "Enregistrer la fiche").click();
            assertThat(page.locator(".notice.bad")).containsText("entre-temps");
            assertThat(page.locator("h1")).hasText("Mile End");
            assertThat(page.locator("#legal-name")).hasValue("9000-0005 Québec inc.");
            button(page, "Enregistrer la fiche").click();
            assertThat(page.locator(".history")).containsText("Fiche à partir du");
            assertThat(store("T4").path("profile").path("legalName").asString()).isEqualTo("9000-0005 Québec inc.");
        }
    }

    @Test
    void aRegisterIsTakenOutOfServiceAndPutBackOnATelephone() {
        try (Screen screen = page(Screen.Kind.TELEPHONE.in("fr"), "T5")) {
            Page page = screen.page();
            register(page, 2)
                    .locator("button")
                    .filter(new Locator.FilterOptions().setHasText("Mettre hors service"))
                    .click();
            button(page, "Mettre hors service").last().click();
            assertThat(register(page, 2)).containsText("Hors service");
            assertThat(store("T5").path("registers").get(1).path("closed").asBoolean())
                    .isTrue();
            register(page, 2)
                    .locator("button")
                    .filter(new Locator.FilterOptions().setHasText("Remettre en service"))
                    .click();
            assertThat(register(page, 2)).containsText("En service");
            assertThat(store("T5").path("registers").get(1).path("closed").asBoolean())
                    .isFalse();
        }
    }

    @Test
    void aRegisterIsAdded() {
        try (Screen screen = page(Screen.Kind.DESKTOP.in("fr"), "T6")) {
            Page page = screen.page();
            button(page, "Ajouter une caisse").click();
            page.locator("#new-name").fill("Caisse 3");
            page.locator("dialog button[type='submit']").click();
            page.locator("dialog").waitFor(Screen.GONE);
            assertThat(register(page, 3)).containsText("En service");
            assertThat(store("T6").path("registers")).hasSize(3);
        }
    }

    /** The number of an old register would rename it. */
    @Test
    void aNewRegisterHasANumberOfItsOwn() {
        try (Screen screen = page(Screen.Kind.DESKTOP.in("fr"), "T7")) {
            Page page = screen.page();
            button(page, "Ajouter une caisse").click();
            page.locator("#register-number").fill("2");
            page.locator("#new-name").fill("Libre-service");
            page.locator("dialog button[type='submit']").click();
            assertThat(page.locator("dialog .notice.bad")).containsText("aucune caisse du magasin");
            assertThat(store("T7").path("version").asLong()).isEqualTo(1);
            page.locator("#register-number").fill("7");
            page.locator("dialog button[type='submit']").click();
            page.locator("dialog").waitFor(Screen.GONE);
            assertThat(store("T7").path("registers")).hasSize(3);
        }
    }

    @Test
    void faultsOfAProfileAreExplainedInTheReadersLanguage() {
        try (Screen screen = page(Screen.Kind.DESKTOP.in("fr"), "T8")) {
            Page page = screen.page();
            Locator refusal = page.locator(".notice.bad");
            page.locator("#telephone").fill("poste 12");
            button(page, "Enregistrer la fiche").click();
            assertThat(refusal).containsText("numéro de téléphone");
            page.locator("#telephone").fill("514 555-0104");
            page.locator("#tax-0-registration").fill("n° 12");
            button(page, "Enregistrer la fiche").click();
            assertThat(refusal).containsText("numéro d’inscription");
            page.locator("#tax-0-registration").fill("");
            button(page, "Ajouter une taxe").click();
            page.locator("#tax-1-name").fill("GST");
            page.locator("#tax-1-mark").fill("P");
            button(page, "Enregistrer la fiche").click();
            assertThat(refusal).containsText("même nom");
            page.locator("#tax-1-name").fill("QST");
            page.locator("#tax-1-rate-0-percent").fill("9,975");
            page.locator("#tax-1-rate-0-from").fill("2013-01-01");
            button(page, "Ajouter un taux").first().click();
            page.locator("#tax-0-rate-1-percent").fill("6");
            page.locator("#tax-0-rate-1-from").fill("2030-01-01");
            button(page, "Enregistrer la fiche").click();
            assertThat(refusal).containsText("se chevauchent");
            assertThat(store("T8").path("version").asLong()).isEqualTo(1);
        }
    }
}
