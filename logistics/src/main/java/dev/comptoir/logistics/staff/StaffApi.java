package dev.comptoir.logistics.staff;

import dev.comptoir.contract.Role;
import dev.comptoir.platform.http.Access;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.security.IssuedToken;
import dev.comptoir.platform.security.Login;
import dev.comptoir.platform.security.Login.Account;
import dev.comptoir.platform.security.LoginProblems;
import dev.comptoir.platform.security.Tokens;
import dev.comptoir.platform.sql.Database;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** In and out of the warehouse. */
public final class StaffApi {
    static final ProblemType NOT_OF_THE_WAREHOUSE =
            new ProblemType("not-of-the-warehouse", 403, "Only warehouse clerks and managers work here");

    private final Database database;
    private final Employees employees;
    private final Login login;
    private final Tokens tokens;

    public StaffApi(Database database, Employees employees, Login login, Tokens tokens) {
        this.database = database;
        this.employees = employees;
        this.login = login;
        this.tokens = tokens;
    }

    record LoginRequest(String username, String password) {

        /** Keeps the password out of logs. */
        @Override
        public String toString() {
            return "LoginRequest[" + username + "]";
        }
    }

    record LoggedIn(String token, Instant expiresAt, String username, String displayName, String role) {

        /** Keeps the token out of logs. */
        @Override
        public String toString() {
            return "LoggedIn[" + username + ", " + role + "]";
        }
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post("/login", "Proves who somebody is, and gives a token")
                        .access(Access.anyone())
                        .body(LoginRequest.class)
                        .answers(200, LoggedIn.class)
                        .refuses(LoginProblems.WRONG_CREDENTIALS, LoginProblems.TOO_MANY_ATTEMPTS, NOT_OF_THE_WAREHOUSE)
                        .handledBy(this::logIn),
                Endpoint.post("/logout", "Gives the token back; it is refused from now on")
                        .access(Staff.WAREHOUSE)
                        .answersNothing()
                        .handledBy(this::logOut));
    }

    private Response logIn(Request request) {
        LoginRequest sent = request.body(LoginRequest.class);
        return switch (login.check(sent.username(), sent.password(), request.clientAddress(), this::account)) {
            case Login.Proved(Account account) -> admit(account);
            case Login.WrongCredentials() -> LoginProblems.wrongCredentials();
            case Login.MustWait(var time) -> LoginProblems.mustWait(time);
        };
    }

    private Response admit(Account account) {
        if (account.role().equals(Role.CLERK.word())) {
            return Response.problem(NOT_OF_THE_WAREHOUSE, "a clerk logs in at a store's register");
        }
        IssuedToken issued = tokens.issue(account.name(), account.role(), Map.of());
        // Checking a password takes long: what was proved may have been withdrawn meanwhile.
        if (!account(account.name()).equals(Optional.of(account))) {
            return LoginProblems.wrongCredentials();
        }
        return Response.ok(new LoggedIn(
                issued.token(), issued.expiresAt(), account.name(), account.displayName(), account.role()));
    }

    private Optional<Account> account(String username) {
        return database.read(sql -> employees.find(sql, username));
    }

    private Response logOut(Request request) {
        database.write(transaction -> {
            tokens.revoke(transaction, request.caller());
            return request;
        });
        return Response.noContent();
    }
}
