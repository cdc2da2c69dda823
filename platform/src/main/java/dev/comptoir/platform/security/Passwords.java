package dev.comptoir.platform.security;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/**
 * Argon2id with 16 MiB and two passes (OWASP Password Storage Cheat Sheet), in the PHC string format. Few run
 * concurrently, so that a flood of guesses cannot exhaust the memory and the cores of the service.
 */
public final class Passwords {
    /** In characters. */
    public static final int MIN_LENGTH = 8;

    /** In characters; longer ones add cost but no security. */
    public static final int MAX_LENGTH = 128;

    private static final int CONCURRENCY_LIMIT = 4;

    private final Argon2PasswordEncoder argon2 = new Argon2PasswordEncoder(16, 32, 1, 16 * 1024, 2);
    private final Semaphore permits = new Semaphore(CONCURRENCY_LIMIT, true);
    private final String dummyHash = argon2.encode("a password that no account has");

    /** @throws IllegalArgumentException when the password is too short or too long */
    public String hash(String password) {
        if (password.length() < MIN_LENGTH || password.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a password has " + MIN_LENGTH + " to " + MAX_LENGTH + " characters");
        }
        permits.acquireUninterruptibly();
        try {
            return argon2.encode(password);
        } finally {
            permits.release();
        }
    }

    /** Whether the password has this hash; false at the same cost without a hash. */
    public boolean matches(String password, @Nullable String hash) {
        String candidate = password.length() > MAX_LENGTH ? "" : password;
        permits.acquireUninterruptibly();
        try {
            return argon2.matches(candidate, hash == null ? dummyHash : hash) && hash != null;
        } finally {
            permits.release();
        }
    }
}
