package dev.comptoir.platform.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.comptoir.platform.settings.CacheSettings;
import dev.comptoir.platform.sql.Cancellation;
import dev.comptoir.platform.telemetry.Metrics;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Cached values by key, in bounded memory. A value is returned only if its tags have not changed since it was computed, which
 * is checked at every lookup; otherwise it is computed again, once for all concurrent lookups.
 *
 * @param <T> a value
 */
public final class VersionedCache<T> {
    /** The approximate overhead of an entry. */
    private static final int ENTRY_BYTES = 300;

    private final TagVersions tags;
    private final @Nullable Duration age;
    private final Function<T, OptionalInt> weight;
    private final Cache<String, Entry<T>> entries;
    private final Map<String, Load<T>> loads = new ConcurrentHashMap<>();
    private final Map<String, Count> counts = new ConcurrentHashMap<>();
    private final LongAdder evictions = new LongAdder();
    private volatile Metrics metrics = Metrics.none();

    /** @param weight the size of a value in bytes; empty for a value that must not be cached */
    public VersionedCache(TagVersions tags, CacheSettings settings, Function<T, OptionalInt> weight) {
        this.tags = tags;
        this.age = settings.age();
        this.weight = weight;
        Caffeine<Object, Object> builder = Caffeine.newBuilder().executor(Runnable::run);
        if (age != null) {
            builder.expireAfterWrite(age);
        }
        this.entries = builder.maximumWeight(settings.bytes())
                .evictionListener((@Nullable Object key, @Nullable Object one, RemovalCause cause) -> count(cause))
                .weigher((String key, Entry<T> one) -> one.bytes + 2 * key.length() + ENTRY_BYTES)
                .build();
    }

    private record Entry<T>(T value, List<Long> versions, int bytes) {}

    /** A value that is being computed, while lookups wait for it. */
    private static final class Load<T> {
        private final SingleFlight<List<Long>, T> flight = new SingleFlight<>(Duration.ZERO);
        private final Cancellation cancellation = new Cancellation();
        private final Set<Object> gone = new HashSet<>();
        private int waiting;
        private volatile boolean abandoned;

        /** Whether nobody waits any more. */
        boolean abandonedBy(Object lookup) {
            gone.add(lookup);
            abandoned = gone.size() == waiting;
            return abandoned;
        }

        void leave(Object lookup) {
            gone.remove(lookup);
            waiting--;
        }
    }

    private static final class Count {
        private final LongAdder hits = new LongAdder();
        private final LongAdder misses = new LongAdder();
        private final LongAdder loads = new LongAdder();
    }

    /**
     * The statistics of a group of values.
     *
     * @param misses lookups that waited for a value to be computed
     * @param loads how often a value was computed
     */
    public record Statistics(long hits, long misses, long loads) {}

    /**
     * A value that includes all changes that were committed before this call.
     *
     * @param group for the statistics
     * @param key what the value depends on, besides the tags
     * @param work computes the value
     * @throws RuntimeException from {@code work}, or because the versions cannot be read
     */
    public T get(String group, String key, List<String> names, Supplier<T> work) {
        Count count = counts.computeIfAbsent(group, this::begin);
        VersionSnapshot seen = age == null ? tags.now() : new VersionSnapshot(List.of(), Map.of());
        List<Long> versions = seen.of(names);
        Entry<T> cached = entries.getIfPresent(key);
        if (cached != null && cached.versions.equals(versions)) {
            count.hits.increment();
            return cached.value;
        }
        count.misses.increment();
        Load<T> load = join(key);
        Object lookup = new Object();
        try {
            return Cancellation.during(
                    () -> abandon(key, load, lookup),
                    () -> load.flight.get(versions::equals, () -> newest(seen).of(names), before -> {
                        count.loads.increment();
                        return load.cancellation.run(() -> compute(key, before, work));
                    }));
        } finally {
            leave(key, load, lookup);
        }
    }

    private VersionSnapshot newest(VersionSnapshot seen) {
        return age == null ? tags.newest(seen) : seen;
    }

    /** The value is cached with the earlier versions: a concurrent change makes it unusable, not stale. */
    private T compute(String key, List<Long> before, Supplier<T> work) {
        T value = work.get();
        weight.apply(value).ifPresent(bytes -> entries.put(key, new Entry<>(value, before, bytes)));
        return value;
    }

    private Load<T> join(String key) {
        return loads.compute(key, (same, known) -> {
            Load<T> load = known == null ? new Load<>() : known;
            load.waiting++;
            return load;
        });
    }

    private void leave(String key, Load<T> load, Object lookup) {
        loads.computeIfPresent(key, (same, known) -> {
            if (known == load) {
                load.leave(lookup);
            }
            return known.waiting == 0 ? null : known;
        });
    }

    /** The caller of a lookup has left. The last one cancels the computation, and later lookups do not wait for it. */
    private void abandon(String key, Load<T> load, Object lookup) {
        loads.computeIfPresent(key, (same, known) -> known == load && load.abandonedBy(lookup) ? null : known);
        if (load.abandoned) {
            load.cancellation.cancel();
        }
    }

    /** Records metrics of the groups that are looked up from now on. */
    public void bindTo(Metrics registry) {
        metrics = registry;
        registry.functionCounter(
                "comptoir.cache.evictions", "Cached responses evicted for lack of room", this::evictions);
        registry.gauge("comptoir.cache.size.bytes", "Size of all cached responses", this::bytes);
    }

    private Count begin(String group) {
        Count count = new Count();
        String lookups = "comptoir.cache.requests";
        String help = "Lookups in the response cache";
        metrics.functionCounter(lookups, help, count.hits::sum, "cache", group, "result", "hit");
        metrics.functionCounter(lookups, help, count.misses::sum, "cache", group, "result", "miss");
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
    public Map<String, Statistics> statistics() {
        Map<String, Statistics> statistics = new TreeMap<>();
        counts.forEach((group, count) ->
                statistics.put(group, new Statistics(count.hits.sum(), count.misses.sum(), count.loads.sum())));
        return statistics;
    }

    /** How many values were evicted for lack of room. */
    public long evictions() {
        return evictions.sum();
    }

    /** The size of all cached values. */
    public long bytes() {
        return entries.policy().eviction().orElseThrow().weightedSize().orElseThrow();
    }
}
