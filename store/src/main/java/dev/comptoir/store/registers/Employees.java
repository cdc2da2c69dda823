package dev.comptoir.store.registers;

import dev.comptoir.contract.Event.EmployeeChanged;
import dev.comptoir.platform.security.Login.Account;
import dev.comptoir.platform.security.Tokens;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.Transaction;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** The employees of the chain, replicated from the head office. */
public final class Employees {
    private static final int STAFF_LIMIT = 500;
    private static final RowMapper<StaffMember> STAFF_MEMBER = ConstructorMapper.of(StaffMember.class);
    private static final RowMapper<Account> ACCOUNT = ConstructorMapper.of(Account.class);

    private final Database database;
    private final Tokens tokens;

    public Employees(Database database, Tokens tokens) {
        this.database = database;
        this.tokens = tokens;
    }

    /** Someone who works in the stores. */
    public record StaffMember(String username, String displayName, String role) {}

    /** Everyone who may log in at a register, by name. */
    List<StaffMember> staff() {
        return database.read(sql -> sql.createQuery("""
                        SELECT username, display_name, role FROM employee
                        WHERE active AND role IN ('clerk', 'manager') ORDER BY display_name, username LIMIT :limit
                        """)
                .bind("limit", STAFF_LIMIT)
                .map(STAFF_MEMBER)
                .list());
    }

    /** An employee, active or not. */
    public Optional<Account> find(String username) {
        return database.read(sql ->
                sql.createQuery("""
                        SELECT username AS name, display_name, role, password_hash, active FROM employee
                        WHERE username = :username
                        """).bind("username", username).map(ACCOUNT).findOne());
    }

    /** Stores the newest state of an employee, and revokes the tokens that it makes invalid. */
    public void apply(Transaction transaction, EmployeeChanged event) {
        transaction.update("""
                        INSERT INTO employee AS stored (username, display_name, role, password_hash, active, version)
                        VALUES (:username, :displayName, :role, :passwordHash, :active, :version)
                        ON CONFLICT (username) DO UPDATE
                        SET display_name = excluded.display_name, role = excluded.role,
                            password_hash = excluded.password_hash, active = excluded.active,
                            version = excluded.version
                        WHERE stored.version < excluded.version
                        """).bindMethods(event).execute();
        tokens.revokeAll(transaction, event.username(), event.tokensValidFrom());
    }
}
