package dev.comptoir.tests.screens;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.comptoir.app.testing.RunningChain;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A browser window of one user. Errors in the browser fail the test when the window is closed. */
final class Screen implements AutoCloseable {
    static final int PATIENCE_MILLISECONDS = 10_000;
    private static final double SCANNER_SECONDS = 0.005;

    static final Locator.WaitForOptions GONE = new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED);

    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();

    /** The size and colours of a window, and the language of its browser. */
    record Kind(int width, int height, ColorScheme colours, String language, boolean touch) {
        static final Kind DESKTOP = new Kind(1440, 900, ColorScheme.LIGHT, "fr", false);
        static final Kind TABLET = new Kind(820, 1180, ColorScheme.LIGHT, "fr", true);
        static final Kind TELEPHONE = new Kind(390, 844, ColorScheme.LIGHT, "fr", true);

        Kind dark() {
            return new Kind(width, height, ColorScheme.DARK, language, touch);
        }

        Kind in(String otherLanguage) {
            return new Kind(width, height, colours, otherLanguage, touch);
        }

        @Override
        public String toString() {
            return width + "-" + colours.name().toLowerCase(Locale.ROOT) + "-" + language;
        }
    }

    private Screen(Kind kind) {
        context = Chromium.get()
                .newContext(new Browser.NewContextOptions()
                        .setViewportSize(kind.width(), kind.height())
                        .setColorScheme(kind.colours())
                        .setLocale(kind.language() + "-CA")
                        .setTimezoneId("America/Toronto")
                        .setHasTouch(kind.touch()));
        page = context.newPage();
        page.setDefaultTimeout(PATIENCE_MILLISECONDS);
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                complaints.add(message.text());
            }
        });
    }

    static Screen open(Kind kind, String service) {
        Screen screen = new Screen(kind);
        screen.page.navigate(RunningChain.get().address(service) + "/");
        return screen;
    }

    /** The store's pages, signed in at a register. */
    static Screen atTill(Kind kind, String username, String store, int register) {
        Screen screen = open(kind, "store");
        screen.page.locator("#store").selectOption(store);
        screen.page.locator("#register").selectOption(String.valueOf(register));
        screen.choose(username);
        screen.page.locator("#password").fill(RunningChain.get().password(username));
        screen.page.keyboard().press("Enter");
        screen.page.locator(".account").waitFor();
        return screen;
    }

    /** Taps an employee in the list of the staff. */
    void choose(String username) {
        page.locator(".person")
                .filter(new Locator.FilterOptions()
                        .setHasText(RunningChain.get().displayName(username)))
                .click();
    }

    Page page() {
        return page;
    }

    BrowserContext context() {
        return context;
    }

    /** Goes to a page of the service by its path: {@code /products}. */
    void goTo(String path) {
        page.evaluate("path => { location.hash = path; }", path);
    }

    Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    Locator heading(String name) {
        return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(name));
    }

    Locator dialog() {
        return page.getByRole(AriaRole.DIALOG);
    }

    void signIn(String username) {
        page.getByLabel(language().equals("fr") ? "Nom d’utilisateur" : "User name")
                .fill(username);
        page.locator("#password").fill(RunningChain.get().password(username));
        page.keyboard().press("Enter");
        page.locator(".account").waitFor();
    }

    /** Waits until nothing is loading and nothing moves. */
    void settle() {
        page.waitForFunction("() => !document.querySelector('.waiting') && document.getAnimations()"
                + ".every(one => one.playState !== 'running' || one.effect.getTiming().iterations === Infinity)");
    }

    String language() {
        return page.evaluate("document.documentElement.lang").toString();
    }

    /** A scanner types a key every five milliseconds, however busy this machine is, and ends with Enter, wherever the focus is. */
    void scan(String code) {
        CDPSession keys = context.newCDPSession(page);
        double began = System.currentTimeMillis() / 1000.0;
        String typed = code + "\r";
        for (int at = 0; at < typed.length(); at++) {
            String text = typed.substring(at, at + 1);
            String key = text.equals("\r") ? "Enter" : text;
            for (String type : List.of("keyDown", "keyUp")) {
                JsonObject event = new JsonObject();
                event.addProperty("type", type);
                event.addProperty("key", key);
                event.addProperty("timestamp", began + at * SCANNER_SECONDS);
                if (type.equals("keyDown")) {
                    event.addProperty("text", text);
                }
                keys.send("Input.dispatchKeyEvent", event);
            }
        }
        keys.detach();
    }

    @Override
    public void close() {
        context.close();
        assertThat(complaints).as("what the browser complained of").isEmpty();
    }
}
