package dev.comptoir.platform.http;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an answer depends on, besides the path and the query.
 *
 * @param topics of the data that is read
 * @param attributes the claims of the caller's token that count; the work gets to know nothing else of the caller
 * @param clock the time of day counts: by the hour, or by the day, of any time zone
 */
public record Basis(
        Function<Request, List<String>> topics,
        Set<String> attributes,
        @Nullable Clock clock) {
    public Basis {
        attributes = Set.copyOf(attributes);
    }

    public static Basis of(String... topics) {
        List<String> all = List.of(topics);
        return new Basis(request -> all, Set.of(), null);
    }

    /** Topics that depend on what is asked. */
    public static Basis of(Function<Request, List<String>> topics) {
        return new Basis(topics, Set.of(), null);
    }

    public Basis knowing(String... claims) {
        return new Basis(topics, Set.of(claims), clock);
    }

    public Basis byTheHour(Clock time) {
        return new Basis(topics, attributes, time);
    }
}
