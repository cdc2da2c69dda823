package dev.comptoir.platform.security;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/**
 * Argon2id with 16 MiB and two passes (OWASP Password Storage Cheat Sheet), in the PHC string format. Few are computed
 * at once, so that a flood of guesses cannot take the memory and the cores of the service.
 */
public final class Passwords {
    /** In characters. */
    public static final int SHORTEST = 8;

    /** In characters: longer ones would only cost time. */
    public static final int LONGEST = 128;

    private static final int AT_ONCE = 4;

    private final Argon2PasswordEncoder argon2 = new Argon2PasswordEncoder(16, 32, 1, 16 * 1024, 2);
    private final Semaphore permits = new Semaphore(AT_ONCE, true);
    private final String hashOfNobody = argon2.encode("the password of nobody");

    /** @throws IllegalArgumentException when the password is too short or too long */
    public String hash(String password) {
        if (password.length() < SHORTEST || password.length() > LONGEST) {
            throw new IllegalArgumentException("a password has " + SHORTEST + " to " + LONGEST + " characters");
        }
        permits.acquireUninterruptibly();
        try {
            return argon2.encode(password);
        } finally {
            permits.release();
        }
    }

    /** Whether the password belongs to the hash; without a hash it never does, and costs the same. */
    public boolean matches(String password, @Nullable String hash) {
        String candidate = password.length() > LONGEST ? "" : password;
        permits.acquireUninterruptibly();
        try {
            return argon2.matches(candidate, hash == null ? hashOfNobody : hash) && hash != null;
        } finally {
            permits.release();
        }
    }
}
