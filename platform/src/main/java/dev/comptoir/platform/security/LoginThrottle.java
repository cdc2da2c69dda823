package dev.comptoir.platform.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Slows down guesses of a password: after some failures for a name from one address, the next try from there must wait,
 * twice as long each time, up to a bound. The name's owner elsewhere is not slowed, and nobody is ever locked out.
 */
public final class LoginThrottle {
    private static final int FREE_FAILURES = 4;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration FORGET_AFTER = Duration.ofMinutes(15);
    private static final int REMEMBERED = 100_000;

    private final Clock clock;
    private final Cache<Attempt, Failures> failures = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(FORGET_AFTER)
            .build();

    public LoginThrottle(Clock clock) {
        this.clock = clock;
    }

    private record Attempt(String name, String address) {}

    private record Failures(int count, Instant notBefore) {}

    /** How long the next try must wait; empty when it need not. */
    public Optional<Duration> waitFor(String name, String address) {
        Failures known = failures.getIfPresent(new Attempt(name, address));
        if (known == null || !clock.instant().isBefore(known.notBefore())) {
            return Optional.empty();
        }
        return Optional.of(Duration.between(clock.instant(), known.notBefore()));
    }

    public void failed(String name, String address) {
        failures.asMap().merge(new Attempt(name, address), new Failures(1, clock.instant()), (known, first) -> {
            int count = known.count() + 1;
            return new Failures(count, clock.instant().plus(waitAfter(count)));
        });
    }

    public void succeeded(String name, String address) {
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
