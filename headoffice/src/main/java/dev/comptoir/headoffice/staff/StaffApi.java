package dev.comptoir.headoffice.staff;

import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Idempotency;
import dev.comptoir.platform.http.Parameter;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.security.Passwords;
import dev.comptoir.platform.sql.Database;
import java.util.List;
import java.util.Map;

/** The staff of the chain. */
public final class StaffApi {
    static final ProblemType USERNAME_TAKEN =
            new ProblemType("username-taken", 409, "Another employee has this username");
    static final ProblemType LAST_MANAGER =
            new ProblemType("last-manager", 409, "The chain needs at least one active manager");

    private static final Parameter<String> USERNAME = Parameter.path("username", "The employee", NewEmployee.USERNAME);

    private final Database database;
    private final Passwords passwords;
    private final Employees employees;

    public StaffApi(Database database, Passwords passwords, Employees employees) {
        this.database = database;
        this.passwords = passwords;
        this.employees = employees;
    }

    /** @param password 8 to 128 characters */
    public record NewPassword(String password) {
        public NewPassword {
            NewEmployee.checkPassword(password);
        }

        /** Keeps the password out of logs. */
        @Override
        public String toString() {
            return "NewPassword[]";
        }
    }

    /** All employees, by username. */
    public record StaffList(List<Employee> items) {}

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/staff", "The staff of the chain")
                        .access(Staff.MANAGERS)
                        .returns(200, StaffList.class)
                        .handledBy(request -> Response.ok(new StaffList(employees.list()))),
                Endpoint.post("/staff", "Adds an employee; every service gets the account")
                        .access(Staff.MANAGERS)
                        .idempotent()
                        .body(NewEmployee.class)
                        .returns(201, Employee.class)
                        .refuses(USERNAME_TAKEN)
                        .handledBy(this::add),
                Endpoint.patch("/staff/{username}", "Changes the name or the role, deactivates or reactivates")
                        .access(Staff.MANAGERS)
                        .takes(USERNAME)
                        .body(EmployeePatch.class)
                        .returns(200, Employee.class)
                        .refuses(ProblemType.NOT_FOUND, LAST_MANAGER)
                        .handledBy(this::change),
                passwordChange());
    }

    private Endpoint passwordChange() {
        return Endpoint.post("/staff/{username}/password", "Sets a new password")
                .access(Staff.MANAGERS)
                .takes(USERNAME)
                .body(NewPassword.class)
                .returns(200, Employee.class)
                .refuses(ProblemType.NOT_FOUND)
                .handledBy(this::changePassword);
    }

    /**
     * The fingerprint excludes the password, whose fast hash must not be stored; passwords are hashed before the
     * transaction.
     */
    private Response add(Request request) {
        NewEmployee wanted = request.body(NewEmployee.class);
        String hash = passwords.hash(wanted.password());
        return database.write(transaction -> Idempotency.once(
                transaction,
                "staff " + request.caller().name(),
                request.idempotencyKey(),
                List.of(wanted.username(), wanted.displayName(), wanted.role()),
                () -> response(
                        201,
                        employees.add(transaction, wanted.username(), wanted.displayName(), wanted.role(), hash))));
    }

    private Response change(Request request) {
        return response(200, employees.change(request.get(USERNAME), request.body(EmployeePatch.class)));
    }

    private Response changePassword(Request request) {
        String hash = passwords.hash(request.body(NewPassword.class).password());
        return response(200, employees.changePassword(request.get(USERNAME), hash));
    }

    private static Response response(int success, Employees.Outcome outcome) {
        return switch (outcome) {
            case Employees.Saved(var employee) -> new Response(success, employee, Map.of());
            case Employees.Refusal refusal -> problem(refusal);
        };
    }

    private static Response problem(Employees.Refusal refusal) {
        return switch (refusal) {
            case Employees.UsernameTaken() -> Response.problem(USERNAME_TAKEN, "choose another username");
            case Employees.NotFound() -> Response.problem(ProblemType.NOT_FOUND, "no employee has this username");
            case Employees.LastManager() -> Response.problem(LAST_MANAGER, "make someone else a manager first");
        };
    }
}
