package dev.comptoir.platform.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Binds rows to a statement that reads them with {@code unnest}: one array for each column, in the order of its parameters.
 * The arrays have types that the driver sends in binary form.
 */
public final class ArrayColumns {
    private final PreparedStatement statement;
    private final PGConnection connection;
    private int parameter;

    private ArrayColumns(PreparedStatement statement, PGConnection connection) {
        this.statement = statement;
        this.connection = connection;
    }

    public static ArrayColumns of(PreparedStatement statement) throws SQLException {
        Connection connection = statement.getConnection();
        return new ArrayColumns(statement, connection.unwrap(PGConnection.class));
    }

    public <T> ArrayColumns texts(List<T> rows, Function<T, @Nullable String> value) throws SQLException {
        return bind("text", rows.stream().map(value).toArray(String[]::new));
    }

    public <T> ArrayColumns bytes(List<T> rows, Function<T, byte[]> value) throws SQLException {
        return bind("bytea", rows.stream().map(value).toArray(byte[][]::new));
    }

    public <T> ArrayColumns integers(List<T> rows, ToIntFunction<T> value) throws SQLException {
        return bind("int4", rows.stream().mapToInt(value).toArray());
    }

    public <T> ArrayColumns bigints(List<T> rows, ToLongFunction<T> value) throws SQLException {
        return bind("int8", rows.stream().mapToLong(value).toArray());
    }

    public <T> ArrayColumns optionalBigints(List<T> rows, Function<T, @Nullable Long> value) throws SQLException {
        return bind("int8", rows.stream().map(value).toArray(Long[]::new));
    }

    public <T> ArrayColumns booleans(List<T> rows, Predicate<T> value) throws SQLException {
        boolean[] values = new boolean[rows.size()];
        for (int row = 0; row < values.length; row++) {
            values[row] = value.test(rows.get(row));
        }
        return bind("bool", values);
    }

    private ArrayColumns bind(String type, Object values) throws SQLException {
        statement.setArray(++parameter, connection.createArrayOf(type, values));
        return this;
    }
}
