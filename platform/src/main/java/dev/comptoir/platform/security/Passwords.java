package dev.comptoir.platform.security;

import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Refused;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/**
 * Argon2id with 16 MiB and two passes (OWASP Password Storage Cheat Sheet), in the PHC string format. It runs on a few threads
 * of its own, half as many as there are cores and with a low priority: a flood of guesses exhausts neither the memory nor the
 * cores, and occupies no thread that serves requests.
 */
public final class Passwords {
    /** In characters. */
    public static final int MIN_LENGTH = 8;

    /** In characters; longer ones add cost but no security. */
    public static final int MAX_LENGTH = 128;

    /** More than logins may wait at once, so that approvals and new passwords find room. */
    private static final int WAITING_LIMIT = 32;

    private static final int THREAD_LIMIT = 4;

    /** The pause after a wrong password, in multiples of its check: wrong ones take at most a quarter of a thread's time. */
    private static final int PAUSE_FACTOR = 3;

    private static final Argon2PasswordEncoder ARGON2 = new Argon2PasswordEncoder(16, 32, 1, 16 * 1024, 2);
    private static final String DUMMY_HASH = ARGON2.encode("a password that no account has");
    private static final ExecutorService THREADS = threads();

    private static ExecutorService threads() {
        int cores = Runtime.getRuntime().availableProcessors();
        int count = Math.clamp(cores / 2, 1, THREAD_LIMIT);
        return new ThreadPoolExecutor(
                count,
                count,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING_LIMIT),
                LowPriority.threads("passwords-"));
    }

    /**
     * The hash of a new password.
     *
     * @throws IllegalArgumentException when the password is too short or too long
     * @throws Refused when too many passwords wait
     */
    public String hash(String password) {
        if (password.length() < MIN_LENGTH || password.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a password has " + MIN_LENGTH + " to " + MAX_LENGTH + " characters");
        }
        return run(() -> ARGON2.encode(password));
    }

    /**
     * Whether the password has this hash; false at the same cost without a hash.
     *
     * @throws Refused when too many passwords wait
     */
    public boolean matches(String password, @Nullable String hash) {
        String candidate = password.length() > MAX_LENGTH ? "" : password;
        return run(() -> {
            long start = System.nanoTime();
            boolean matches = ARGON2.matches(candidate, hash == null ? DUMMY_HASH : hash) && hash != null;
            if (!matches) {
                LockSupport.parkNanos(PAUSE_FACTOR * (System.nanoTime() - start));
            }
            return matches;
        });
    }

    private static <T> T run(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        try {
            THREADS.execute(task);
            return task.get();
        } catch (RejectedExecutionException full) {
            throw new Refused(ProblemType.TOO_MANY_REQUESTS, "too many passwords are being checked");
        } catch (InterruptedException stopped) {
            task.cancel(false);
            Thread.currentThread().interrupt();
            throw new Refused(ProblemType.UNAVAILABLE, "the service is stopping");
        } catch (ExecutionException failure) {
            throw new IllegalStateException("a password cannot be checked", failure.getCause());
        }
    }
}
