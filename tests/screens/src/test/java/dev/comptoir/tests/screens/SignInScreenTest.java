package dev.comptoir.tests.screens;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignInScreenTest {
    @ParameterizedTest
    @CsvSource({
        "headoffice,fr,Siège social",
        "headoffice,en,Head office",
        "logistics,fr,Entrepôt",
        "logistics,en,Warehouse"
    })
    void thePageIsInTheBrowsersLanguageUntilTheUserChoosesAnotherOne(String service, String language, String title) {
        try (Screen screen = Screen.open(Screen.Kind.DESKTOP.in(language), service)) {
            assertThat(screen.heading(title)).isVisible();
            screen.page().locator(".language").click();
            assertThat(screen.heading(title)).hasCount(0);
            screen.page().reload();
            assertThat(screen.heading(title)).hasCount(0);
        }
    }
}
