package dev.comptoir.store.registers;

import dev.comptoir.contract.Event.EmployeeChanged;
import dev.comptoir.platform.security.Login.Account;
import dev.comptoir.platform.security.Tokens;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.Transaction;
import java.util.Optional;

/** The employees of the chain, replicated from the head office. */
public final class Employees {
    private final Database database;
    private final Tokens tokens;

    public Employees(Database database, Tokens tokens) {
        this.database = database;
        this.tokens = tokens;
    }

    /** An employee, active or not. */
    public Optional<Account> find(String username) {
        return database.read(sql -> sql.createQuery("""
                        SELECT username, display_name, role, password_hash, active FROM employee
                        WHERE username = :username
                        """)
                .bind("username", username)
                .map((row, context) -> new Account(
                        row.getString("username"),
                        row.getString("display_name"),
                        row.getString("role"),
                        row.getString("password_hash"),
                        row.getBoolean("active")))
                .findOne());
    }

    /** Stores the newest state of an employee, and revokes the tokens that it makes invalid. */
    public void apply(Transaction transaction, EmployeeChanged event) {
        transaction
                .sql()
                .createUpdate("""
                        INSERT INTO employee AS known (username, display_name, role, password_hash, active, version)
                        VALUES (:username, :displayName, :role, :passwordHash, :active, :version)
                        ON CONFLICT (username) DO UPDATE
                        SET display_name = excluded.display_name, role = excluded.role,
                            password_hash = excluded.password_hash, active = excluded.active,
                            version = excluded.version
                        WHERE known.version < excluded.version
                        """)
                .bindMethods(event)
                .bind("role", event.role().word())
                .execute();
        tokens.revokeAll(transaction, event.username(), event.tokensValidFrom());
    }
}
