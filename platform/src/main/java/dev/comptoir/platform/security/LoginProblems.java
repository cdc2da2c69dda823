package dev.comptoir.platform.security;

import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Response;
import java.time.Duration;

/** The problems of a login. */
public final class LoginProblems {
    public static final ProblemType WRONG_CREDENTIALS =
            new ProblemType("wrong-credentials", 401, "The name or the password is wrong");
    public static final ProblemType TOO_MANY_ATTEMPTS =
            new ProblemType("too-many-attempts", 429, "Too many failed attempts; try again later");

    private LoginProblems() {}

    public static Response wrongCredentials() {
        return Response.problem(WRONG_CREDENTIALS, "check both and try again");
    }

    /** With the seconds to wait. */
    public static Response mustWait(Duration time) {
        long seconds = Math.max(1, time.toSeconds() + 1);
        return Response.problem(TOO_MANY_ATTEMPTS, "wait " + seconds + " s")
                .header("Retry-After", Long.toString(seconds));
    }
}
