package dev.comptoir.tests.screens;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.comptoir.app.testing.RunningChain;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every page is accessible, in light and dark, and fits every screen. */
class EveryPageTest {
    private static final int TARGET_PIXELS = 48;
    private static final List<Integer> WIDTHS = List.of(1440, 820, 390);

    static final String STORE = "/ /sales /parked /stock /restock-orders /register /z-reports /approvals";
    static final String HEAD_OFFICE = "/ /products /products/1 /products/new /products/import /tax-classes /report"
            + " /tax-report /alerts /analytics /sales /stock /restock-orders /z-reports /stores"
            + " /stores/S1 /staff /reconciliation /operations";
    static final String LOGISTICS = "/ /history /stock /stock/1 /suggestions";

    @ParameterizedTest
    @CsvSource({"store,fr", "store,en", "headoffice,fr", "headoffice,en", "logistics,fr", "logistics,en"})
    void everyPageIsAccessibleAndFitsTheScreen(String service, String language) {
        try (Screen screen = signedIn(service, Screen.Kind.DESKTOP.in(language))) {
            for (String path : pathsOf(service).split(" ", -1)) {
                screen.goTo(path);
                screen.settle();
                check(screen, service, path);
            }
        }
    }

    private static String pathsOf(String service) {
        return switch (service) {
            case "store" -> STORE;
            case "headoffice" -> HEAD_OFFICE;
            default -> LOGISTICS;
        };
    }

    private static Screen signedIn(String service, Screen.Kind kind) {
        Screen screen = Screen.open(kind, service);
        if (service.equals("store")) {
            screen.page()
                    .locator(".person")
                    .filter(new Locator.FilterOptions().setHasText("Bob"))
                    .click();
            screen.page().locator("#password").fill(RunningChain.get().password("bob"));
            screen.page().keyboard().press("Enter");
            screen.page().locator(".account").waitFor();
        } else {
            screen.signIn(service.equals("logistics") ? "farid" : "bob");
        }
        return screen;
    }

    /** French is checked with the light theme, English with the dark one: words and colours are independent. */
    static void check(Screen screen, String service, String path) {
        Page page = screen.page();
        for (int width : WIDTHS) {
            page.setViewportSize(width, 1000);
            assertThat(page.evaluate(TOO_WIDE))
                    .as("%s, %d pixels wide", path, width)
                    .isEqualTo(List.of());
            if (service.equals("store")) {
                assertThat(page.evaluate(TOO_SMALL, TARGET_PIXELS))
                        .as("small targets of %s, %d pixels wide", path, width)
                        .isEqualTo(List.of());
            }
        }
        assertThat(page.locator("body").innerText()).as("words of %s", path).doesNotContain("⟨");
        page.setViewportSize(1440, 900);
        ColorScheme colours = screen.language().equals("fr") ? ColorScheme.LIGHT : ColorScheme.DARK;
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(colours));
        screen.settle();
        assertThat(violations(page)).as("%s in %s", path, colours).isEmpty();
    }

    private static List<String> violations(Page page) {
        return new AxeBuilder(page)
                .analyze().getViolations().stream()
                        .map(violation -> violation.getId() + ": "
                                + violation.getNodes().stream()
                                        .limit(3)
                                        .map(node -> node.getHtml() + " (" + node.getFailureSummary() + ")")
                                        .toList())
                        .toList();
    }

    /** The elements that make the page wider than the window. */
    private static final String TOO_WIDE = """
            () => {
              const room = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth <= room) return [];
              return [...document.querySelectorAll('body *')]
                .filter(e => e.getBoundingClientRect().right > room + 1)
                .slice(0, 5).map(e => e.outerHTML.slice(0, 160));
            }""";

    /** Targets that are too small for a finger; links within a line of text are exempt. */
    private static final String TOO_SMALL = """
            least => [...document.querySelectorAll('button, a[href], input, select, textarea, summary')]
              .filter(e => e.checkVisibility({checkOpacity: true, checkVisibilityCSS: true}) && !e.closest('.skip, .hidden'))
              .filter(e => getComputedStyle(e).display !== 'inline')
              .map(e => [e.type === 'checkbox' || e.type === 'radio' ? e.closest('label') ?? e : e, e])
              .filter(([target]) => {
                const box = target.getBoundingClientRect();
                return box.width > 0 && (box.width < least - 0.5 || box.height < least - 0.5);
              }).slice(0, 5).map(([, e]) => e.outerHTML.slice(0, 160))""";
}
