package dev.comptoir.platform.settings;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the response cache.
 *
 * @param on whether responses are cached
 * @param age absent: cached responses are never stale; otherwise they are returned up to this age, stale or not
 * @param bytes the size of all cached responses
 */
public record CacheSettings(boolean on, @Nullable Duration age, long bytes) {
    private static final String VARIABLE = "COMPTOIR_CACHE";
    private static final Pattern MODE = Pattern.compile("exact|off|[1-9][0-9]{0,3}s");
    private static final int MEGABYTES = 32;
    private static final int MAX_MEGABYTES = 4_096;
    private static final long MEGABYTE = 1L << 20;

    /** Never stale, with the default size. */
    public static final CacheSettings EXACT = new CacheSettings(true, null, MEGABYTES * MEGABYTE);

    static CacheSettings from(Environment environment) {
        String mode =
                environment.matching(VARIABLE, "exact", MODE, "exact, off, or an age in seconds as 30s is expected");
        return new CacheSettings(
                !mode.equals("off"),
                mode.matches("[0-9]+s") ? Duration.ofSeconds(Long.parseLong(mode.replace("s", ""))) : null,
                environment.number("COMPTOIR_CACHE_MEGABYTES", MEGABYTES, 1, MAX_MEGABYTES) * MEGABYTE);
    }
}
