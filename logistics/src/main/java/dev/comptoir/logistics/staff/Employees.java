package dev.comptoir.logistics.staff;

import dev.comptoir.contract.Event.EmployeeChanged;
import dev.comptoir.platform.security.Login.Account;
import dev.comptoir.platform.security.Tokens;
import dev.comptoir.platform.sql.Transaction;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The employees as the head office last told of them. */
public final class Employees {
    private final Tokens tokens;
    private final Clock clock;

    public Employees(Tokens tokens, Clock clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    Optional<Account> find(Handle sql, String username) {
        return sql.createQuery("""
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
                .findOne();
    }

    /** Takes a newer state of an employee; tokens that the change makes wrong are refused from now on. */
    public void apply(Transaction transaction, EmployeeChanged changed) {
        Optional<Account> before = find(transaction.sql(), changed.username());
        if (!store(transaction, changed)) {
            return;
        }
        Instant validFrom = changed.tokensValidFrom();
        if (!changed.active()
                || before.filter(known -> !sameRights(known, changed)).isPresent()) {
            // The event may have been long on its way, while tokens were still made after the old state.
            Instant now = clock.instant();
            validFrom = validFrom.isAfter(now) ? validFrom : now;
        }
        tokens.revokeAll(transaction, changed.username(), validFrom);
    }

    private static boolean sameRights(Account known, EmployeeChanged changed) {
        return known.active() == changed.active()
                && known.role().equals(changed.role().word())
                && known.passwordHash().equals(changed.passwordHash());
    }

    private static boolean store(Transaction transaction, EmployeeChanged changed) {
        return transaction
                        .sql()
                        .createUpdate("""
                        INSERT INTO employee AS e (username, display_name, role, password_hash, active, version)
                        VALUES (:username, :displayName, :role, :hash, :active, :version)
                        ON CONFLICT (username) DO UPDATE
                        SET display_name = excluded.display_name, role = excluded.role,
                            password_hash = excluded.password_hash, active = excluded.active,
                            version = excluded.version
                        WHERE e.version < excluded.version
                        """)
                        .bind("username", changed.username())
                        .bind("displayName", changed.displayName())
                        .bind("role", changed.role().word())
                        .bind("hash", changed.passwordHash())
                        .bind("active", changed.active())
                        .bind("version", changed.version())
                        .execute()
                > 0;
    }
}
