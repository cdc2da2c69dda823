package dev.comptoir.platform.sql;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.regex.Pattern;
import org.jdbi.v3.core.transaction.UnableToRestoreAutoCommitStateException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/** Classifies failures of the database. */
public final class SqlFailures {
    /**
     * Transaction state (read only), authorization, conflicts, missing objects and rights, exhausted resources, objects in
     * use, operator intervention and failures of the machine; and damaged files.
     */
    private static final Pattern NOT_OF_THE_DATA = Pattern.compile("(08|25|28|3D|40|42|53|55|57|58).*|XX00[12]");

    private static final String CANCELLED = "57014";

    private SqlFailures() {}

    /**
     * Whether a retry may succeed: no connection, server shutting down, resources exhausted, deadlock or
     * serialisation failure (SQLSTATE classes 08, 40, 53, 57; PostgreSQL, appendix A); or a connection that broke at the end of
     * a transaction.
     */
    public static boolean isTransient(Throwable failure) {
        SQLException cause = sqlCause(failure);
        if (cause == null) {
            return false;
        }
        if (failure instanceof UnableToRestoreAutoCommitStateException) {
            return true;
        }
        String state = cause.getSQLState() == null ? "" : cause.getSQLState();
        return cause instanceof SQLTransientException || state.matches("(08|40|53|57).*");
    }

    /**
     * Whether the cause is the state of the database, not the data that was written: the same data may be accepted later,
     * perhaps after somebody has corrected it. Besides what {@link #isTransient} names, this is a read-only server, a missing
     * right or table, a lock, a full disk (SQLSTATE classes 25, 28, 3D, 42, 55, 58).
     */
    public static boolean isLater(Throwable failure) {
        SQLException cause = sqlCause(failure);
        return isTransient(failure)
                || (cause != null
                        && cause.getSQLState() != null
                        && NOT_OF_THE_DATA.matcher(cause.getSQLState()).matches());
    }

    /** Whether the pool had no connection in time: the server is away, or all connections are in use. */
    public static boolean isWithoutConnection(Throwable failure) {
        return sqlCause(failure) instanceof SQLTransientConnectionException;
    }

    /** Whether the server cancelled a statement, because it took too long or because somebody cancelled it (SQLSTATE 57014). */
    public static boolean isCancelled(Throwable failure) {
        SQLException cause = sqlCause(failure);
        return cause != null && CANCELLED.equals(cause.getSQLState());
    }

    /** Whether another transaction held a lock: a deadlock or a lock time-out (SQLSTATE 40P01, 55P03). */
    public static boolean isLockConflict(Throwable failure) {
        SQLException cause = sqlCause(failure);
        return cause != null && ("40P01".equals(cause.getSQLState()) || "55P03".equals(cause.getSQLState()));
    }

    /** Whether the failure is a violation of this constraint. */
    public static boolean violates(Throwable failure, String constraint) {
        return sqlCause(failure) instanceof PSQLException violation
                && violation.getServerErrorMessage() != null
                && constraint.equals(violation.getServerErrorMessage().getConstraint());
    }

    private static @Nullable SQLException sqlCause(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }
}
