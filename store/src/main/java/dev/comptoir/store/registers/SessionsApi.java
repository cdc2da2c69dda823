package dev.comptoir.store.registers;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.comptoir.platform.http.Access;
import dev.comptoir.platform.http.Bulkhead;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.security.IssuedToken;
import dev.comptoir.platform.security.Login;
import dev.comptoir.platform.security.LoginProblems;
import dev.comptoir.platform.security.Tokens;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.store.registers.Employees.StaffMember;
import dev.comptoir.store.registers.Stores.NamedRegister;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Opens and ends sessions at registers. */
public final class SessionsApi {
    static final ProblemType NOT_OF_THE_STORES =
            new ProblemType("not-of-the-stores", 403, "The employee does not work in the stores");
    static final ProblemType UNKNOWN_REGISTER = new ProblemType("unknown-register", 422, "The register does not exist");

    private final Database database;
    private final Login login;
    private final Tokens tokens;
    private final Employees employees;
    private final Stores stores;

    public SessionsApi(Database database, Login login, Tokens tokens, Employees employees, Stores stores) {
        this.database = database;
        this.login = login;
        this.tokens = tokens;
        this.employees = employees;
        this.stores = stores;
    }

    /** An employee's name and password, and the register to work at. */
    public record NewSession(String username, String password, String store, int register) {

        /** Keeps the password out of logs. */
        @Override
        public String toString() {
            return "NewSession[" + username + ", " + store + ", " + register + "]";
        }
    }

    /** @param token for the requests that follow: {@code Authorization: Bearer <token>} */
    public record Session(
            String token,
            Instant expiresAt,
            @JsonUnwrapped StaffMember employee,
            String store,
            String storeName,
            int register,
            String registerName,
            boolean registerOpen) {}

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post("/login", "Opens a session at a register")
                        .access(Access.anyone())
                        .bulkhead(Bulkhead.LOGINS)
                        .body(NewSession.class)
                        .bodyLimit(Login.BODY_LIMIT_BYTES)
                        .returns(200, Session.class)
                        .refuses(
                                LoginProblems.WRONG_CREDENTIALS,
                                LoginProblems.TOO_MANY_ATTEMPTS,
                                NOT_OF_THE_STORES,
                                UNKNOWN_REGISTER,
                                RegisterProblems.REGISTER_OUT_OF_SERVICE)
                        .handledBy(this::open),
                Endpoint.post("/logout", "Ends the session: its token is no longer accepted")
                        .access(Staff.ANY)
                        .returnsNoContent()
                        .handledBy(this::end));
    }

    private Response open(Request request) {
        NewSession session = request.body(NewSession.class);
        return switch (login.check(session.username(), session.password(), request.clientAddress(), employees::find)) {
            case Login.WrongCredentials wrong -> LoginProblems.wrongCredentials();
            case Login.MustWait(var time) -> LoginProblems.mustWait(time);
            case Login.Authenticated proved -> openFor(proved, new Till(session.store(), session.register()));
        };
    }

    private Response openFor(Login.Authenticated proved, Till till) {
        Login.Account account = proved.account();
        if (!Staff.worksInStores(account.role())) {
            return Response.problem(NOT_OF_THE_STORES, "the role is " + account.role());
        }
        Optional<NamedRegister> found = stores.find(till);
        if (found.isEmpty()) {
            return Response.problem(UNKNOWN_REGISTER, "check the store's code and the register's number");
        }
        NamedRegister register = found.get();
        if (register.outOfService()) {
            return RegisterProblems.outOfService();
        }
        IssuedToken issued = tokens.issue(account.name(), account.role(), proved.stamp(), till.attributes());
        return Response.ok(new Session(
                issued.token(),
                issued.expiresAt(),
                new StaffMember(account.name(), account.displayName(), account.role()),
                till.store(),
                register.storeName(),
                till.register(),
                register.registerName(),
                register.open()));
    }

    private Response end(Request request) {
        database.write(transaction -> {
            tokens.revoke(transaction, request.caller());
            return null;
        });
        return Response.noContent();
    }
}
