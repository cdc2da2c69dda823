package dev.comptoir.platform.sql;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import org.jdbi.v3.core.transaction.UnableToRestoreAutoCommitStateException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/** Tells failures of the database that pass from those that come back with the same statement. */
public final class SqlFailures {
    private SqlFailures() {}

    /**
     * Whether trying again later may help: no connection, server shutting down, resources exhausted, deadlock or
     * serialisation failure (SQLSTATE classes 08, 40, 53, 57; PostgreSQL, appendix A); or a transaction whose connection
     * broke at its end.
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

    /** Whether a row was refused because of a constraint of that name. */
    public static boolean violates(Throwable failure, String constraint) {
        return sqlCause(failure) instanceof PSQLException refused
                && refused.getServerErrorMessage() != null
                && constraint.equals(refused.getServerErrorMessage().getConstraint());
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
