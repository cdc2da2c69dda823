package dev.comptoir.platform.sql;

import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** One transaction under way. It is committed when the work returns, unless the work refused or threw. */
public final class Transaction {
    private final Handle handle;
    private final List<Runnable> afterCommit = new ArrayList<>();
    private boolean refused;

    Transaction(Handle handle) {
        this.handle = handle;
    }

    /** For statements in this transaction. */
    public Handle sql() {
        return handle;
    }

    /** Rolls the transaction back when the work returns, and passes {@code refusal} on. */
    public <T extends @Nullable Object> T refuse(T refusal) {
        refused = true;
        return refusal;
    }

    /** Runs after the commit, on the caller's thread; never when the transaction is rolled back. Must not throw. */
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
