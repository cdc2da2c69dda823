package dev.comptoir.headoffice.staff;

import dev.comptoir.contract.Event.EmployeeChanged;
import dev.comptoir.contract.Role;
import dev.comptoir.headoffice.replication.Replication;
import dev.comptoir.platform.security.Login.Account;
import dev.comptoir.platform.security.Passwords;
import dev.comptoir.platform.security.Tokens;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.Transaction;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/** The employees, and what other services are told of them. */
public final class Employees {
    private static final String COLUMNS =
            "username, display_name, role, password_hash, active, tokens_valid_from, version";

    private final Database database;
    private final Replication replication;
    private final Passwords passwords;
    private final Tokens tokens;
    private final Clock clock;

    public Employees(Database database, Replication replication, Passwords passwords, Tokens tokens, Clock clock) {
        this.database = database;
        this.replication = replication;
        this.passwords = passwords;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** What came of a change. */
    sealed interface Outcome {}

    record Kept(Employee employee) implements Outcome {}

    record UsernameTaken() implements Outcome {}

    record UnknownEmployee() implements Outcome {}

    /** Without this employee nobody could manage the chain any more. */
    record LastManager() implements Outcome {}

    Optional<Account> account(String username) {
        return database.read(sql -> sql.createQuery("SELECT " + COLUMNS + " FROM employee WHERE username = :username")
                        .bind("username", username)
                        .map(EMPLOYEE)
                        .findOne())
                .map(known -> new Account(
                        known.username(),
                        known.displayName(),
                        known.role().word(),
                        known.passwordHash(),
                        known.active()));
    }

    List<Employee> list() {
        return database
                .read(sql -> sql.createQuery("SELECT " + COLUMNS + " FROM employee ORDER BY username LIMIT 10000")
                        .map(EMPLOYEE)
                        .list())
                .stream()
                .map(Employees::shown)
                .toList();
    }

    private static Employee shown(EmployeeChanged known) {
        return new Employee(known.username(), known.displayName(), known.role(), known.active());
    }

    /** Adds the first manager of a chain that has no employee yet; otherwise does nothing. */
    public void begin(String username, String displayName, String password) {
        String hash = passwords.hash(password);
        database.write(transaction -> {
            lockManagers(transaction);
            boolean anyone = transaction
                    .sql()
                    .createQuery("SELECT EXISTS (SELECT FROM employee)")
                    .mapTo(Boolean.class)
                    .one();
            return anyone ? null : add(transaction, username, displayName, Role.MANAGER, hash);
        });
    }

    /** Slow on purpose: not to be called inside a transaction. */
    String hash(String password) {
        return passwords.hash(password);
    }

    @Nullable Outcome add(Transaction transaction, String username, String displayName, Role role, String passwordHash) {
        EmployeeChanged added = new EmployeeChanged(username, displayName, role, passwordHash, true, Instant.EPOCH, 1);
        int written = transaction
                .sql()
                .createUpdate("INSERT INTO employee (" + COLUMNS + """
                        ) VALUES (:username, :displayName, :role, :hash, true, :validFrom, 1) ON CONFLICT DO NOTHING
                        """)
                .bind("username", username)
                .bind("displayName", displayName)
                .bind("role", role.word())
                .bind("hash", passwordHash)
                .bind("validFrom", Timestamp.from(Instant.EPOCH))
                .execute();
        if (written == 0) {
            return transaction.refuse(new UsernameTaken());
        }
        replication.publish(transaction, added);
        return new Kept(shown(added));
    }

    /** Changes what is not null. A change of role or password, or an end, makes earlier tokens worthless. */
    Outcome change(
            String username,
            @Nullable String displayName,
            @Nullable Role role,
            @Nullable Boolean active,
            @Nullable String passwordHash) {
        return database.write(transaction -> {
            int managers = lockManagers(transaction);
            Optional<EmployeeChanged> found = lock(transaction, username);
            if (found.isEmpty()) {
                return transaction.refuse(new UnknownEmployee());
            }
            EmployeeChanged before = found.get();
            EmployeeChanged after = changed(before, displayName, role, active, passwordHash);
            if (managers == 1 && manages(before) && !manages(after)) {
                return transaction.refuse(new LastManager());
            }
            update(transaction, after);
            tokens.revokeAll(transaction, username, after.tokensValidFrom());
            replication.publish(transaction, after);
            return new Kept(shown(after));
        });
    }

    private static boolean manages(EmployeeChanged employee) {
        return employee.active() && employee.role() == Role.MANAGER;
    }

    private EmployeeChanged changed(
            EmployeeChanged before,
            @Nullable String displayName,
            @Nullable Role role,
            @Nullable Boolean active,
            @Nullable String passwordHash) {
        Role newRole = role == null ? before.role() : role;
        boolean newActive = active == null ? before.active() : active;
        boolean tokensEnd = newRole != before.role() || newActive != before.active() || passwordHash != null;
        return new EmployeeChanged(
                before.username(),
                displayName == null ? before.displayName() : displayName,
                newRole,
                passwordHash == null ? before.passwordHash() : passwordHash,
                newActive,
                tokensEnd ? clock.instant() : before.tokensValidFrom(),
                before.version() + 1);
    }

    /** How many active managers there are; until the transaction ends nobody else changes that. */
    private static int lockManagers(Transaction transaction) {
        transaction
                .sql()
                .createQuery("SELECT pg_advisory_xact_lock(hashtextextended('managers', 2))::text")
                .mapTo(String.class)
                .one();
        return transaction
                .sql()
                .createQuery("SELECT count(*) FROM employee WHERE role = 'manager' AND active")
                .mapTo(Integer.class)
                .one();
    }

    private static Optional<EmployeeChanged> lock(Transaction transaction, String username) {
        return transaction
                .sql()
                .createQuery("SELECT " + COLUMNS + " FROM employee WHERE username = :username FOR UPDATE")
                .bind("username", username)
                .map(EMPLOYEE)
                .findOne();
    }

    private static void update(Transaction transaction, EmployeeChanged after) {
        transaction
                .sql()
                .createUpdate("""
                        UPDATE employee
                        SET display_name = :displayName, role = :role, password_hash = :hash, active = :active,
                            tokens_valid_from = :validFrom, version = :version
                        WHERE username = :username
                        """)
                .bind("displayName", after.displayName())
                .bind("role", after.role().word())
                .bind("hash", after.passwordHash())
                .bind("active", after.active())
                .bind("validFrom", Timestamp.from(after.tokensValidFrom()))
                .bind("version", after.version())
                .bind("username", after.username())
                .execute();
    }

    /** Everything that a service which was never told anything must be told. */
    public static List<EmployeeChanged> all(Handle sql) {
        return sql.createQuery("SELECT " + COLUMNS + " FROM employee ORDER BY username")
                .map(EMPLOYEE)
                .list();
    }

    private static final RowMapper<EmployeeChanged> EMPLOYEE = (row, context) -> new EmployeeChanged(
            row.getString("username"),
            row.getString("display_name"),
            Role.of(row.getString("role")),
            row.getString("password_hash"),
            row.getBoolean("active"),
            row.getTimestamp("tokens_valid_from").toInstant(),
            row.getLong("version"));
}
