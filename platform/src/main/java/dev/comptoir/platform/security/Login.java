package dev.comptoir.platform.security;

import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Authenticates by name and password. An unknown name has the same response and the same cost as a wrong password. */
public final class Login {
    /** The largest body of a login: anyone can send one. */
    public static final int BODY_LIMIT_BYTES = 8 * 1024;

    private final Passwords passwords;
    private final Tokens tokens;
    private final LoginThrottle throttle;

    public Login(Passwords passwords, Tokens tokens, Clock clock) {
        this.passwords = passwords;
        this.tokens = tokens;
        this.throttle = new LoginThrottle(clock);
    }

    /**
     * The account of an employee.
     *
     * @param active whether it may log in
     */
    public record Account(String name, String displayName, String role, String passwordHash, boolean active) {

        /** Keeps the hash out of logs. */
        @Override
        public String toString() {
            return "Account[" + name + ", " + role + "]";
        }
    }

    /** The outcome of a login. */
    public sealed interface Outcome {}

    /**
     * The password is right.
     *
     * @param stamp the security stamp for the account's token
     */
    public record Authenticated(Account account, String stamp) implements Outcome {}

    /** Unknown name, inactive account or wrong password; which one is not disclosed. */
    public record WrongCredentials() implements Outcome {}

    /** Too many failures: the next attempt must wait. */
    public record MustWait(Duration time) implements Outcome {}

    /**
     * Checks a name and a password. That takes so long that the account may change meanwhile: the one before decides whether
     * the password is right, and the one after whether it still counts.
     *
     * @param address of the client; failures from one address do not slow down another
     */
    public Outcome check(String name, String password, String address, Function<String, Optional<Account>> accounts) {
        String username = name.strip().toLowerCase(Locale.ROOT);
        Optional<Duration> wait = throttle.waitFor(username, address);
        if (wait.isPresent()) {
            return new MustWait(wait.get());
        }
        String stamp = tokens.securityStamp(username);
        Optional<Account> account = accounts.apply(username).filter(Account::active);
        if (!passwords.matches(password, account.map(Account::passwordHash).orElse(null)) || account.isEmpty()) {
            throttle.recordFailure(username, address);
            return new WrongCredentials();
        }
        throttle.recordSuccess(username, address);
        return accounts.apply(username).equals(account)
                ? new Authenticated(account.get(), stamp)
                : new WrongCredentials();
    }
}
