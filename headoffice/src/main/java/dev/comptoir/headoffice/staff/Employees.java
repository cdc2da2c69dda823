package dev.comptoir.headoffice.staff;

import dev.comptoir.contract.Event.EmployeeChanged;
import dev.comptoir.contract.Role;
import dev.comptoir.headoffice.replication.Replication;
import dev.comptoir.platform.security.Login.Account;
import dev.comptoir.platform.security.Tokens;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.Transaction;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** The employees of the chain; every change of one is replicated to the other services. */
public final class Employees {
    private static final int LIST_LIMIT_EMPLOYEES = 10_000;
    private static final String SELECT = """
            SELECT username, display_name, role, password_hash, active, tokens_valid_from, version, 0 AS epoch
            FROM employee
            """;

    private final Database database;
    private final Replication replication;
    private final Tokens tokens;
    private final Clock clock;

    public Employees(Database database, Replication replication, Tokens tokens, Clock clock) {
        this.database = database;
        this.replication = replication;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** The result of adding or changing an employee. */
    sealed interface Outcome {}

    record Saved(Employee employee) implements Outcome {}

    /** Why nothing was written. */
    sealed interface Refusal extends Outcome {}

    record UsernameTaken() implements Refusal {}

    record NotFound() implements Refusal {}

    /** The change would leave the chain without an active manager. */
    record LastManager() implements Refusal {}

    public Optional<Account> account(String username) {
        return database.read(sql -> sql.createQuery("""
                        SELECT username AS name, display_name, role, password_hash, active FROM employee
                        WHERE username = :username
                        """)
                .bind("username", username)
                .map(ConstructorMapper.of(Account.class))
                .findOne());
    }

    List<Employee> list() {
        return database.read(sql -> sql.createQuery(
                        "SELECT username, display_name, role, active FROM employee ORDER BY username LIMIT :limit")
                .bind("limit", LIST_LIMIT_EMPLOYEES)
                .map(ConstructorMapper.of(Employee.class))
                .list());
    }

    /** All employees, as events that replicate them to a service that is introduced. */
    public static List<EmployeeChanged> all(Handle sql) {
        return sql.createQuery(SELECT + "ORDER BY username")
                .map(ConstructorMapper.of(EmployeeChanged.class))
                .list();
    }

    /** Adds the first manager of a chain that has no employees yet; otherwise does nothing. */
    public void addFirstManager(String username, String displayName, String passwordHash) {
        database.write(transaction -> {
            lockManagers(transaction);
            boolean hasEmployees = transaction
                    .query("SELECT EXISTS (SELECT FROM employee)")
                    .mapTo(Boolean.class)
                    .one();
            if (!hasEmployees) {
                add(transaction, username, displayName, Role.MANAGER, passwordHash);
            }
            return null;
        });
    }

    Outcome add(Transaction transaction, String username, String displayName, Role role, String passwordHash) {
        EmployeeChanged added =
                new EmployeeChanged(username, displayName, role.word(), passwordHash, true, Instant.EPOCH, 1, 0);
        int written = transaction.update("""
                        INSERT INTO employee (username, display_name, role, password_hash, active, tokens_valid_from, version)
                        VALUES (:username, :displayName, :role, :passwordHash, :active, :tokensValidFrom, :version)
                        ON CONFLICT DO NOTHING
                        """).bindMethods(added).execute();
        if (written == 0) {
            return transaction.refuse(new UsernameTaken());
        }
        replication.publish(transaction, added);
        return new Saved(Employee.of(added));
    }

    /** A change of the role, or of whether the employee is active, revokes earlier tokens. */
    Outcome change(String username, EmployeePatch patch) {
        return change(username, before -> {
            String role = patch.role() == null ? before.role() : patch.role().word();
            boolean active = Objects.requireNonNullElse(patch.active(), before.active());
            boolean revokes = !role.equals(before.role()) || active != before.active();
            return new EmployeeChanged(
                    username,
                    Objects.requireNonNullElse(patch.displayName(), before.displayName()),
                    role,
                    before.passwordHash(),
                    active,
                    revokes ? clock.instant() : before.tokensValidFrom(),
                    before.version() + 1,
                    0);
        });
    }

    /** A new password revokes earlier tokens. */
    Outcome changePassword(String username, String passwordHash) {
        return change(
                username,
                before -> new EmployeeChanged(
                        username,
                        before.displayName(),
                        before.role(),
                        passwordHash,
                        before.active(),
                        clock.instant(),
                        before.version() + 1,
                        0));
    }

    private Outcome change(String username, UnaryOperator<EmployeeChanged> change) {
        return database.write(transaction -> {
            int managers = lockManagers(transaction);
            Optional<EmployeeChanged> before = lock(transaction, username);
            if (before.isEmpty()) {
                return transaction.refuse(new NotFound());
            }
            EmployeeChanged after = change.apply(before.get());
            if (managers == 1 && isActiveManager(before.get()) && !isActiveManager(after)) {
                return transaction.refuse(new LastManager());
            }
            update(transaction, after);
            if (!hasSameRights(before.get(), after)) {
                tokens.revokeAll(transaction, username);
            }
            replication.publish(transaction, after);
            return new Saved(Employee.of(after));
        });
    }

    /** How many active managers there are; no other transaction can change that until this one ends. */
    private static int lockManagers(Transaction transaction) {
        transaction
                .query("SELECT pg_advisory_xact_lock(hashtextextended('managers', 2))::text")
                .mapTo(String.class)
                .one();
        return transaction
                .query("SELECT count(*) FROM employee WHERE role = 'manager' AND active")
                .mapTo(Integer.class)
                .one();
    }

    private static Optional<EmployeeChanged> lock(Transaction transaction, String username) {
        return transaction
                .query(SELECT + "WHERE username = :username FOR UPDATE")
                .bind("username", username)
                .map(ConstructorMapper.of(EmployeeChanged.class))
                .findOne();
    }

    private static boolean isActiveManager(EmployeeChanged employee) {
        return employee.active() && employee.role().equals(Role.MANAGER.word());
    }

    private static boolean hasSameRights(EmployeeChanged before, EmployeeChanged after) {
        return before.active() == after.active()
                && before.role().equals(after.role())
                && before.passwordHash().equals(after.passwordHash());
    }

    private static void update(Transaction transaction, EmployeeChanged after) {
        transaction.update("""
                        UPDATE employee
                        SET display_name = :displayName, role = :role, password_hash = :passwordHash, active = :active,
                            tokens_valid_from = :tokensValidFrom, version = :version
                        WHERE username = :username
                        """).bindMethods(after).execute();
    }
}
