package dev.comptoir.platform.http;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an answer depends on, besides the path and the query.
 *
 * @param tags of the data that is read
 * @param attributes the claims of the caller's token that count; the work gets to know nothing else of the caller
 * @param clock the time of day counts: by the hour, or by the day, of any time zone
 */
public record CachePolicy(
        Function<Request, List<String>> tags,
        Set<String> attributes,
        @Nullable Clock clock) {
    public CachePolicy {
        attributes = Set.copyOf(attributes);
    }

    public static CachePolicy of(String... tags) {
        List<String> all = List.of(tags);
        return new CachePolicy(request -> all, Set.of(), null);
    }

    /** TagVersions that depend on what is asked. */
    public static CachePolicy of(Function<Request, List<String>> tags) {
        return new CachePolicy(tags, Set.of(), null);
    }

    public CachePolicy varyingByClaims(String... claims) {
        return new CachePolicy(tags, Set.of(claims), clock);
    }

    public CachePolicy varyingByHour(Clock time) {
        return new CachePolicy(tags, attributes, time);
    }
}
