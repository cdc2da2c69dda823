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

    /** Stores the newest state of an employee, and revokes the tokens that were issued for other rights. */
    public void apply(Transaction transaction, EmployeeChanged changed) {
        boolean revokes = transaction
                .query("""
                        INSERT INTO employee AS stored (username, display_name, role, password_hash, active, epoch, version)
                        VALUES (:username, :displayName, :role, :passwordHash, :active, :epoch, :version)
                        ON CONFLICT (username) DO UPDATE
                        SET display_name = excluded.display_name, role = excluded.role,
                            password_hash = excluded.password_hash, active = excluded.active, epoch = excluded.epoch,
                            version = excluded.version
                        WHERE (stored.epoch, stored.version) < (excluded.epoch, excluded.version)
                        RETURNING (old.active, old.role, old.password_hash)
                                      IS DISTINCT FROM (new.active, new.role, new.password_hash)
                                  OR new.version > old.version + 1
                        """)
                .bindMethods(changed)
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false);
        if (revokes) {
            tokens.revokeAll(transaction, changed.username());
        }
    }

    /** Deactivates the employees that an introduction did not contain: they do not exist at the head office. */
    public void deactivateBefore(Transaction transaction, long epoch) {
        transaction
                .query("UPDATE employee SET active = false WHERE epoch < :epoch AND active RETURNING username")
                .bind("epoch", epoch)
                .mapTo(String.class)
                .list()
                .forEach(name -> tokens.revokeAll(transaction, name));
    }
}
