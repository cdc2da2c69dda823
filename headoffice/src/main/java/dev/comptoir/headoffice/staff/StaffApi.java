package dev.comptoir.headoffice.staff;

import dev.comptoir.contract.Role;
import dev.comptoir.platform.http.Access;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Idempotency;
import dev.comptoir.platform.http.Parameter;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.security.IssuedToken;
import dev.comptoir.platform.security.Login;
import dev.comptoir.platform.security.LoginProblems;
import dev.comptoir.platform.security.Passwords;
import dev.comptoir.platform.security.Tokens;
import dev.comptoir.platform.sql.Database;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sessions of managers, and the staff of the chain. */
public final class StaffApi {
    static final ProblemType MANAGERS_ONLY =
            new ProblemType("managers-only", 403, "Only managers work at the head office");
    static final ProblemType USERNAME_TAKEN = new ProblemType("username-taken", 409, "Another employee has this name");
    static final ProblemType LAST_MANAGER =
            new ProblemType("last-manager", 409, "Without this employee nobody could manage the chain");

    private static final String NAME = "[a-z][a-z0-9.-]{1,30}";
    private static final Pattern USERNAME_PATTERN = Pattern.compile(NAME);
    private static final int DISPLAY_NAME_LIMIT = 60;
    private static final Parameter<String> USERNAME = Parameter.path("username", "The employee", NAME);

    private final Database database;
    private final Login login;
    private final Tokens tokens;
    private final Employees employees;

    public StaffApi(Database database, Login login, Tokens tokens, Employees employees) {
        this.database = database;
        this.login = login;
        this.tokens = tokens;
        this.employees = employees;
    }

    /** Who wants to work at the head office. */
    public record NewSession(String username, String password) {

        /** Keeps the password out of logs. */
        @Override
        public String toString() {
            return "NewSession[" + username + "]";
        }
    }

    /** Proof for the requests that follow: {@code Authorization: Bearer <token>}. */
    public record Session(String token, Instant expiresAt, String username, String displayName, String role) {}

    /** @param password 8 to 128 characters */
    public record NewEmployee(String username, String displayName, Role role, String password) {
        public NewEmployee {
            if (!USERNAME_PATTERN.matcher(username).matches()) {
                throw new IllegalArgumentException("a username matches " + NAME);
            }
            checkDisplayName(displayName);
            checkPassword(password);
        }

        /** Keeps the password out of logs. */
        @Override
        public String toString() {
            return "NewEmployee[" + username + ", " + role + "]";
        }
    }

    /** What to change; what is absent stays. */
    public record EmployeePatch(
            @Nullable String displayName,
            @Nullable Role role,
            @Nullable Boolean active) {
        public EmployeePatch {
            if (displayName != null) {
                checkDisplayName(displayName);
            }
        }
    }

    /** @param password 8 to 128 characters */
    public record NewPassword(String password) {
        public NewPassword {
            checkPassword(password);
        }

        /** Keeps the password out of logs. */
        @Override
        public String toString() {
            return "NewPassword[]";
        }
    }

    /** The whole staff, by name. */
    public record StaffList(List<Employee> items) {}

    private static void checkDisplayName(String displayName) {
        if (displayName.isBlank() || displayName.length() > DISPLAY_NAME_LIMIT) {
            throw new IllegalArgumentException("a display name has 1 to " + DISPLAY_NAME_LIMIT + " characters");
        }
    }

    private static void checkPassword(String password) {
        if (password.length() < Passwords.SHORTEST || password.length() > Passwords.LONGEST) {
            throw new IllegalArgumentException(
                    "a password has " + Passwords.SHORTEST + " to " + Passwords.LONGEST + " characters");
        }
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post("/login", "Opens a session of a manager")
                        .access(Access.anyone())
                        .body(NewSession.class)
                        .answers(200, Session.class)
                        .refuses(LoginProblems.WRONG_CREDENTIALS, LoginProblems.TOO_MANY_ATTEMPTS, MANAGERS_ONLY)
                        .handledBy(this::open),
                Endpoint.post("/logout", "Ends the session: its token is refused from now on")
                        .access(Staff.MANAGERS)
                        .answersNothing()
                        .handledBy(this::end),
                Endpoint.get("/staff", "The staff of the chain")
                        .access(Staff.MANAGERS)
                        .answers(200, StaffList.class)
                        .handledBy(request -> Response.ok(new StaffList(employees.list()))),
                Endpoint.post("/staff", "Adds an employee, known everywhere")
                        .access(Staff.MANAGERS)
                        .idempotent()
                        .body(NewEmployee.class)
                        .answers(201, Employee.class)
                        .refuses(USERNAME_TAKEN)
                        .handledBy(this::add),
                Endpoint.patch("/staff/{username}", "Changes the name or the role, or ends or resumes the work")
                        .access(Staff.MANAGERS)
                        .takes(USERNAME)
                        .body(EmployeePatch.class)
                        .answers(200, Employee.class)
                        .refuses(ProblemType.NOT_FOUND, LAST_MANAGER)
                        .handledBy(this::change),
                Endpoint.post("/staff/{username}/password", "Gives an employee a new password")
                        .access(Staff.MANAGERS)
                        .takes(USERNAME)
                        .body(NewPassword.class)
                        .answers(200, Employee.class)
                        .refuses(ProblemType.NOT_FOUND)
                        .handledBy(this::resetPassword));
    }

    private Response open(Request request) {
        NewSession wanted = request.body(NewSession.class);
        return switch (login.check(wanted.username(), wanted.password(), request.clientAddress(), employees::account)) {
            case Login.WrongCredentials wrong -> LoginProblems.wrongCredentials();
            case Login.MustWait(var time) -> LoginProblems.mustWait(time);
            case Login.Proved(var account) -> openFor(account);
        };
    }

    private Response openFor(Login.Account account) {
        if (!account.role().equals(Role.MANAGER.word())) {
            return Response.problem(MANAGERS_ONLY, "the role is " + account.role());
        }
        IssuedToken issued = tokens.issue(account.name(), account.role(), Map.of());
        return Response.ok(
                new Session(issued.token(), issued.expiresAt(), account.name(), account.displayName(), account.role()));
    }

    private Response end(Request request) {
        database.write(transaction -> {
            tokens.revoke(transaction, request.caller());
            return null;
        });
        return Response.noContent();
    }

    /** The fingerprint leaves the password out: a fast hash of it must not stand in the database. */
    private Response add(Request request) {
        NewEmployee wanted = request.body(NewEmployee.class);
        String hash = employees.hash(wanted.password());
        return database.write(transaction -> Idempotency.once(
                transaction,
                "staff " + request.caller().name(),
                request.idempotencyKey(),
                List.of(wanted.username(), wanted.displayName(), wanted.role()),
                () -> answer(
                        201,
                        Objects.requireNonNull(employees.add(
                                transaction,
                                wanted.username(),
                                wanted.displayName().strip(),
                                wanted.role(),
                                hash)))));
    }

    private Response change(Request request) {
        EmployeePatch patch = request.body(EmployeePatch.class);
        String displayName =
                patch.displayName() == null ? null : patch.displayName().strip();
        return answer(200, employees.change(request.get(USERNAME), displayName, patch.role(), patch.active(), null));
    }

    private Response resetPassword(Request request) {
        String hash = employees.hash(request.body(NewPassword.class).password());
        return answer(200, employees.change(request.get(USERNAME), null, null, null, hash));
    }

    private static Response answer(int success, Employees.Outcome outcome) {
        return switch (outcome) {
            case Employees.Kept(var employee) -> new Response(success, employee, Map.of());
            case Employees.UsernameTaken taken -> Response.problem(USERNAME_TAKEN, "choose another username");
            case Employees.UnknownEmployee unknown ->
                Response.problem(ProblemType.NOT_FOUND, "no employee has this name");
            case Employees.LastManager last -> Response.problem(LAST_MANAGER, "make somebody else a manager first");
        };
    }
}
