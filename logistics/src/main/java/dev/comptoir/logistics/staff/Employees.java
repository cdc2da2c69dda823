package dev.comptoir.logistics.staff;

import dev.comptoir.contract.Event.EmployeeChanged;
import dev.comptoir.platform.security.Login.Account;
import dev.comptoir.platform.security.Tokens;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.Transaction;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** The employees of the chain, replicated from the head office. */
public final class Employees {
    private final Database database;
    private final Tokens tokens;
    private final Clock clock;

    public Employees(Database database, Tokens tokens, Clock clock) {
        this.database = database;
        this.tokens = tokens;
        this.clock = clock;
    }

    public Optional<Account> account(String username) {
        return database.read(sql -> find(sql, username));
    }

    private static Optional<Account> find(Handle sql, String username) {
        return sql.createQuery("""
                        SELECT username AS name, display_name, role, password_hash, active FROM employee
                        WHERE username = :username
                        """)
                .bind("username", username)
                .map(ConstructorMapper.of(Account.class))
                .findOne();
    }

    /** Stores a newer version of an employee and revokes the tokens that the change makes invalid. */
    public void apply(Transaction transaction, EmployeeChanged changed) {
        Optional<Account> before = find(transaction.sql(), changed.username());
        if (!store(transaction, changed)) {
            return;
        }
        Instant validFrom = changed.tokensValidFrom();
        if (!changed.active()
                || before.filter(known -> !hasSameRights(known, changed)).isPresent()) {
            // The event may be late: tokens with the earlier rights were issued until now.
            Instant now = clock.instant();
            validFrom = validFrom.isAfter(now) ? validFrom : now;
        }
        tokens.revokeAll(transaction, changed.username(), validFrom);
    }

    private static boolean store(Transaction transaction, EmployeeChanged changed) {
        return transaction.update("""
                        INSERT INTO employee AS known (username, display_name, role, password_hash, active, epoch, version)
                        VALUES (:username, :displayName, :role, :passwordHash, :active, :epoch, :version)
                        ON CONFLICT (username) DO UPDATE
                        SET display_name = excluded.display_name, role = excluded.role,
                            password_hash = excluded.password_hash, active = excluded.active, epoch = excluded.epoch,
                            version = excluded.version
                        WHERE (known.epoch, known.version) < (excluded.epoch, excluded.version)
                        """).bindMethods(changed).execute() > 0;
    }

    private static boolean hasSameRights(Account known, EmployeeChanged changed) {
        return known.active() == changed.active()
                && known.role().equals(changed.role())
                && known.passwordHash().equals(changed.passwordHash());
    }

    /** Deactivates the employees that an introduction did not contain: they do not exist at the head office. */
    public void deactivateBefore(Transaction transaction, long epoch) {
        Instant now = clock.instant();
        transaction
                .query("UPDATE employee SET active = false WHERE epoch < :epoch AND active RETURNING username")
                .bind("epoch", epoch)
                .mapTo(String.class)
                .list()
                .forEach(name -> tokens.revokeAll(transaction, name, now));
    }
}
