package dev.comptoir.platform.security;

import dev.comptoir.platform.http.Access;
import dev.comptoir.platform.http.Bulkhead;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.security.Login.Account;
import dev.comptoir.platform.sql.Database;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Login and logout of a service that admits employees by their role. */
public final class SessionsApi {
    private final Database database;
    private final Login login;
    private final Tokens tokens;
    private final Function<String, Optional<Account>> accounts;
    private final Access.Staff admitted;
    private final ProblemType notAdmitted;

    /**
     * Endpoints for a service.
     *
     * @param accounts by username
     * @param admitted the roles that may log in
     * @param notAdmitted the problem of an employee with another role
     */
    public SessionsApi(
            Database database,
            Login login,
            Tokens tokens,
            Function<String, Optional<Account>> accounts,
            Access.Staff admitted,
            ProblemType notAdmitted) {
        this.database = database;
        this.login = login;
        this.tokens = tokens;
        this.accounts = accounts;
        this.admitted = admitted;
        this.notAdmitted = notAdmitted;
    }

    /** Who logs in. */
    public record NewSession(String username, String password) {

        /** Keeps the password out of logs. */
        @Override
        public String toString() {
            return "NewSession[" + username + "]";
        }
    }

    /** @param token proves the caller in later requests: {@code Authorization: Bearer <token>} */
    public record Session(String token, Instant expiresAt, String username, String displayName, String role) {

        /** Keeps the token out of logs. */
        @Override
        public String toString() {
            return "Session[" + username + ", " + role + "]";
        }
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post("/login", "Opens a session")
                        .access(Access.anyone())
                        .bulkhead(Bulkhead.LOGINS)
                        .body(NewSession.class)
                        .bodyLimit(Login.BODY_LIMIT_BYTES)
                        .returns(200, Session.class)
                        .refuses(LoginProblems.WRONG_CREDENTIALS, LoginProblems.TOO_MANY_ATTEMPTS, notAdmitted)
                        .handledBy(this::logIn),
                Endpoint.post("/logout", "Ends the session and revokes its token")
                        .access(admitted)
                        .returnsNoContent()
                        .handledBy(this::logOut));
    }

    private Response logIn(Request request) {
        NewSession wanted = request.body(NewSession.class);
        return switch (login.check(wanted.username(), wanted.password(), request.clientAddress(), accounts)) {
            case Login.Authenticated(var account, var stamp) -> admit(account, stamp);
            case Login.WrongCredentials() -> LoginProblems.wrongCredentials();
            case Login.MustWait(var time) -> LoginProblems.mustWait(time);
        };
    }

    private Response admit(Account account, String stamp) {
        if (!admitted.roles().contains(account.role())) {
            return Response.problem(notAdmitted, "the role is " + account.role());
        }
        IssuedToken issued = tokens.issue(account.name(), account.role(), stamp, Map.of());
        return Response.ok(
                new Session(issued.token(), issued.expiresAt(), account.name(), account.displayName(), account.role()));
    }

    private Response logOut(Request request) {
        database.write(transaction -> {
            tokens.revoke(transaction, request.caller());
            return null;
        });
        return Response.noContent();
    }
}
