package dev.comptoir.platform.sql;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import org.jdbi.v3.core.transaction.UnableToRestoreAutoCommitStateException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/** Classifies failures of the database. */
public final class SqlFailures {
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
