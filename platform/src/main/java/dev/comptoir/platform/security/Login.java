package dev.comptoir.platform.security;

import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Proves who somebody is by name and password. A wrong name looks and costs like a wrong password. */
public final class Login {
    private final Passwords passwords;
    private final LoginThrottle throttle;

    public Login(Passwords passwords, Clock clock) {
        this.passwords = passwords;
        this.throttle = new LoginThrottle(clock);
    }

    /**
     * Somebody who may be known.
     *
     * @param active whether the account may still be used
     */
    public record Account(String name, String displayName, String role, String passwordHash, boolean active) {

        /** Keeps the hash out of logs. */
        @Override
        public String toString() {
            return "Account[" + name + ", " + role + "]";
        }
    }

    /** What came of it. */
    public sealed interface Outcome {}

    /** The password is the account's. */
    public record Proved(Account account) implements Outcome {}

    /** No such name, no longer active, or another password: not told which. */
    public record WrongCredentials() implements Outcome {}

    /** Too many failures: the next try must wait. */
    public record MustWait(Duration time) implements Outcome {}

    /**
     * Checks a name and a password.
     *
     * @param address where the attempt comes from; failures from one place do not slow down another
     */
    public Outcome check(String name, String password, String address, Function<String, Optional<Account>> accounts) {
        String username = name.strip().toLowerCase(Locale.ROOT);
        Optional<Duration> wait = throttle.waitFor(username, address);
        if (wait.isPresent()) {
            return new MustWait(wait.get());
        }
        Optional<Account> account = accounts.apply(username).filter(Account::active);
        if (!passwords.matches(password, account.map(Account::passwordHash).orElse(null)) || account.isEmpty()) {
            throttle.failed(username, address);
            return new WrongCredentials();
        }
        throttle.succeeded(username, address);
        return new Proved(account.get());
    }
}
