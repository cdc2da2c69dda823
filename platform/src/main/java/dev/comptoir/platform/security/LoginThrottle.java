package dev.comptoir.platform.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Slows down the guessing of passwords: after some failures for a name from one address, the next attempt from there must
 * wait, twice as long each time, up to a limit. Attempts from other addresses are not slowed, and no account is locked.
 */
public final class LoginThrottle {
    private static final int FREE_FAILURES = 4;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration EXPIRE_AFTER = Duration.ofMinutes(15);
    private static final int ENTRY_LIMIT = 100_000;

    private final Clock clock;
    private final Cache<Attempt, Failures> failures = Caffeine.newBuilder()
            .maximumSize(ENTRY_LIMIT)
            .expireAfterWrite(EXPIRE_AFTER)
            .build();

    public LoginThrottle(Clock clock) {
        this.clock = clock;
    }

    private record Attempt(String name, String address) {}

    private record Failures(int count, Instant notBefore) {}

    /** How long the next attempt must wait; empty when it need not wait. */
    public Optional<Duration> waitFor(String name, String address) {
        Failures earlier = failures.getIfPresent(new Attempt(name, address));
        if (earlier == null || !clock.instant().isBefore(earlier.notBefore())) {
            return Optional.empty();
        }
        return Optional.of(Duration.between(clock.instant(), earlier.notBefore()));
    }

    public void recordFailure(String name, String address) {
        failures.asMap().merge(new Attempt(name, address), new Failures(1, clock.instant()), (earlier, first) -> {
            int count = earlier.count() + 1;
            return new Failures(count, clock.instant().plus(waitAfter(count)));
        });
    }

    public void recordSuccess(String name, String address) {
        failures.invalidate(new Attempt(name, address));
    }

    private static Duration waitAfter(int count) {
        if (count <= FREE_FAILURES) {
            return Duration.ZERO;
        }
        Duration wait = Duration.ofSeconds(1L << Math.min(count - FREE_FAILURES - 1, 10));
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }
}
