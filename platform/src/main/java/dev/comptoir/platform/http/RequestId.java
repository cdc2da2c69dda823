package dev.comptoir.platform.http;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Identifies a request in logs, traces and problems. */
final class RequestId {
    static final String HEADER = "X-Request-Id";

    private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9_\\-]{1,64}");

    private RequestId() {}

    /** The caller's id if it is well formed, else a new one. */
    static String of(@Nullable String sent) {
        return sent != null && WELL_FORMED.matcher(sent).matches() ? sent : next();
    }

    /** It need not be unpredictable, and a secure random number costs more than the rejection of a request. */
    private static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }
}
