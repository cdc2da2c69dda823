package dev.comptoir.platform.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.comptoir.platform.settings.CacheSettings;
import dev.comptoir.platform.telemetry.Metrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers by their keys, in bounded memory. A kept one is given when its tags have not changed since before it was made,
 * which is asked anew for every question; otherwise it is made again, once for all who ask meanwhile.
 *
 * @param <T> an answer
 */
public final class VersionedCache<T> {
    /** What an entry takes besides the answer's own bytes, about. */
    private static final int ENTRY_BYTES = 300;

    private final TagVersions tags;
    private final @Nullable Duration age;
    private final Function<T, OptionalInt> weight;
    private final Cache<String, Kept<T>> kept;
    private final Map<String, Load<T>> loads = new ConcurrentHashMap<>();
    private final Map<String, Count> counts = new ConcurrentHashMap<>();
    private final LongAdder evictions = new LongAdder();
    private volatile Metrics metrics = Metrics.none();

    /** @param weight how many bytes an answer takes; empty for one that must not be kept */
    public VersionedCache(TagVersions tags, CacheSettings settings, Function<T, OptionalInt> weight) {
        this.tags = tags;
        this.age = settings.age();
        this.weight = weight;
        Caffeine<Object, Object> builder = Caffeine.newBuilder().executor(Runnable::run);
        if (age != null) {
            builder.expireAfterWrite(age);
        }
        this.kept = builder.maximumWeight(settings.bytes())
                .evictionListener((@Nullable Object key, @Nullable Object one, RemovalCause cause) -> count(cause))
                .weigher((String key, Kept<T> one) -> one.bytes + 2 * key.length() + ENTRY_BYTES)
                .build();
    }

    private record Kept<T>(T answer, List<Long> versions, int bytes) {}

    /** How an answer is being made, while somebody waits for it. */
    private static final class Load<T> {
        private final SingleFlight<List<Long>, T> making = new SingleFlight<>(Duration.ZERO);
        private int waiting;
    }

    private static final class Count {
        private final LongAdder hits = new LongAdder();
        private final LongAdder misses = new LongAdder();
        private final LongAdder loads = new LongAdder();
    }

    /**
     * How a group of answers fared.
     *
     * @param misses questions that had to wait until the answer was made
     * @param loads how often one was made
     */
    public record Figures(long hits, long misses, long loads) {}

    /**
     * An answer that holds all that was committed before this call.
     *
     * @param group under which it is counted
     * @param key what the answer depends on, besides the tags
     * @param work makes the answer
     * @throws RuntimeException what {@code work} threw, or that the versions cannot be read
     */
    public T get(String group, String key, List<String> names, Supplier<T> work) {
        Count count = counts.computeIfAbsent(group, this::begin);
        VersionSnapshot seen = age == null ? tags.now() : new VersionSnapshot(List.of(), Map.of());
        List<Long> versions = seen.of(names);
        Kept<T> known = kept.getIfPresent(key);
        if (known != null && known.versions.equals(versions)) {
            count.hits.increment();
            return known.answer;
        }
        count.misses.increment();
        Load<T> load = wait(key);
        try {
            return load.making.get(versions::equals, () -> newest(seen).of(names), before -> {
                count.loads.increment();
                return make(key, before, work);
            });
        } finally {
            leave(key);
        }
    }

    private VersionSnapshot newest(VersionSnapshot seen) {
        return age == null ? tags.newest(seen) : seen;
    }

    /** The answer is kept with the versions of before it was made: what changes meanwhile makes it useless, not stale. */
    private T make(String key, List<Long> before, Supplier<T> work) {
        T answer = work.get();
        weight.apply(answer).ifPresent(bytes -> kept.put(key, new Kept<>(answer, before, bytes)));
        return answer;
    }

    private Load<T> wait(String key) {
        return loads.compute(key, (same, known) -> {
            Load<T> load = known == null ? new Load<>() : known;
            load.waiting++;
            return load;
        });
    }

    private void leave(String key) {
        loads.computeIfPresent(key, (same, load) -> --load.waiting == 0 ? null : load);
    }

    /** Tells of the groups that are asked for from now on. */
    public void bindTo(Metrics registry) {
        metrics = registry;
        registry.functionCounter(
                "comptoir.cache.evictions", "Cached responses evicted for lack of room", this::evictions);
        registry.gauge("comptoir.cache.size.bytes", "Size of all cached responses", this::bytes);
    }

    private Count begin(String group) {
        Count count = new Count();
        String asked = "comptoir.cache.requests";
        String help = "Lookups in the response cache";
        metrics.functionCounter(asked, help, count.hits::sum, "cache", group, "result", "hit");
        metrics.functionCounter(asked, help, count.misses::sum, "cache", group, "result", "miss");
        metrics.functionCounter(
                "comptoir.cache.loads", "Responses computed for the cache", count.loads::sum, "cache", group);
        return count;
    }

    private void count(RemovalCause cause) {
        if (cause == RemovalCause.SIZE) {
            evictions.increment();
        }
    }

    /** By group. */
    public Map<String, Figures> figures() {
        Map<String, Figures> figures = new TreeMap<>();
        counts.forEach((group, count) ->
                figures.put(group, new Figures(count.hits.sum(), count.misses.sum(), count.loads.sum())));
        return figures;
    }

    /** How many answers were given up for others. */
    public long evictions() {
        return evictions.sum();
    }

    /** How many bytes the kept answers take. */
    public long bytes() {
        return kept.policy().eviction().orElseThrow().weightedSize().orElseThrow();
    }
}
