package dev.comptoir.platform.http;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a response depends on, besides the path and the query.
 *
 * @param tags of the data that the handler reads
 * @param claims of the caller's token; the handler sees no others
 * @param clock present when the response depends on the hour or the day, in any time zone
 */
public record CachePolicy(
        Function<Request, List<String>> tags,
        Set<String> claims,
        @Nullable Clock clock) {
    public CachePolicy {
        claims = Set.copyOf(claims);
    }

    public static CachePolicy of(String... tags) {
        List<String> all = List.of(tags);
        return new CachePolicy(request -> all, Set.of(), null);
    }

    /** Tags that depend on the request. */
    public static CachePolicy of(Function<Request, List<String>> tags) {
        return new CachePolicy(tags, Set.of(), null);
    }

    public CachePolicy varyingByClaims(String... names) {
        return new CachePolicy(tags, Set.of(names), clock);
    }

    public CachePolicy varyingByHour(Clock time) {
        return new CachePolicy(tags, claims, time);
    }
}
