package dev.comptoir.platform.sql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** An open transaction. It is committed when the work returns, unless the work refused or threw. */
public final class Transaction {
    private final Handle handle;
    private final List<Runnable> afterCommit = new ArrayList<>();
    private boolean refused;

    Transaction(Handle handle) {
        this.handle = handle;
    }

    /** A statement that returns rows, whether or not it writes. */
    public Query query(String sql) {
        return handle.createQuery(sql);
    }

    /** A statement that returns the number of rows it wrote. */
    public Update update(String sql) {
        return handle.createUpdate(sql);
    }

    /** The connection of this transaction, for queries that also run outside of one. */
    public Handle sql() {
        return handle;
    }

    /**
     * Runs a statement of a hot path on plain JDBC within this transaction, as {@link Database#jdbc} does in one of its own.
     *
     * @throws IllegalStateException when the database fails
     */
    public <T extends @Nullable Object> T jdbc(Database.JdbcWork<T> statement) {
        try {
            return statement.on(handle.getConnection());
        } catch (SQLException failure) {
            throw new IllegalStateException("a statement failed", failure);
        }
    }

    /** Runs a part of the transaction in a savepoint: when it throws, only its own changes are undone. */
    public void attempt(Runnable part) {
        int callbacks = afterCommit.size();
        handle.execute("SAVEPOINT part");
        try {
            part.run();
        } catch (RuntimeException failure) {
            afterCommit.subList(callbacks, afterCommit.size()).clear();
            handle.execute("ROLLBACK TO SAVEPOINT part");
            handle.execute("RELEASE SAVEPOINT part");
            throw failure;
        }
        handle.execute("RELEASE SAVEPOINT part");
    }

    /** Rolls the transaction back when the work returns; the result of the work is then {@code refusal}. */
    public <T extends @Nullable Object> T refuse(T refusal) {
        refused = true;
        return refusal;
    }

    /** Runs the action after the commit, on the caller's thread, or never after a rollback. It must not throw. */
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    boolean isRefused() {
        return refused;
    }

    void runAfterCommit() {
        afterCommit.forEach(Runnable::run);
    }
}
