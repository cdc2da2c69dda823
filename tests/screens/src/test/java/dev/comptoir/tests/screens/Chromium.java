package dev.comptoir.tests.screens;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One Chromium for all tests. A browser belongs to one thread, and so do these tests. */
final class Chromium {
    private static final List<String> QUIET = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private Chromium() {}

    private static final class Holder {
        private static final Playwright PLAYWRIGHT = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        private static final Browser BROWSER = PLAYWRIGHT
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(find())
                        .setArgs(QUIET));
    }

    static Browser get() {
        return Holder.BROWSER;
    }

    /** @throws IllegalStateException with the command that installs it, when there is none */
    private static Path find() {
        try {
            Process search = new ProcessBuilder("../../scripts/find-chromium").start();
            String found = new String(search.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            String cure = new String(search.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (found.isEmpty()) {
                throw new IllegalStateException(cure);
            }
            return Path.of(found.lines().findFirst().orElseThrow());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
