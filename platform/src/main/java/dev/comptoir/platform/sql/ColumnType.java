package dev.comptoir.platform.sql;

import java.sql.Types;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.LongFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.argument.ArgumentFactory;
import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jspecify.annotations.Nullable;

/**
 * How values of one type are stored in one column. A {@link Database} that was opened with it binds such values, and arrays of
 * them, like JDBC's own types and reads them with {@code row.getColumn("total", Money.class)}.
 *
 * @param <T> immutable, and never stored as NULL
 */
public final class ColumnType<T> {
    private final Class<T> type;
    private final String sqlName;
    private final int jdbcType;
    private final Function<T, Object> toSql;
    private final ColumnMapper<@Nullable T> fromSql;

    private ColumnType(
            Class<T> type, String sqlName, int jdbcType, Function<T, Object> toSql, ColumnMapper<@Nullable T> fromSql) {
        this.type = type;
        this.sqlName = sqlName;
        this.jdbcType = jdbcType;
        this.toSql = toSql;
        this.fromSql = fromSql;
    }

    /** Stored as {@code bigint}. */
    public static <T> ColumnType<T> bigint(Class<T> type, ToLongFunction<T> toSql, LongFunction<T> fromSql) {
        return new ColumnType<>(type, "bigint", Types.BIGINT, toSql::applyAsLong, (row, column, context) -> {
            long value = row.getLong(column);
            return row.wasNull() ? null : fromSql.apply(value);
        });
    }

    /** Stored as {@code integer}. */
    public static <T> ColumnType<T> integer(Class<T> type, ToIntFunction<T> toSql, IntFunction<T> fromSql) {
        return new ColumnType<>(type, "integer", Types.INTEGER, toSql::applyAsInt, (row, column, context) -> {
            int value = row.getInt(column);
            return row.wasNull() ? null : fromSql.apply(value);
        });
    }

    /** Stored as {@code text}. */
    public static <T> ColumnType<T> text(Class<T> type, Function<T, String> toSql, Function<String, T> fromSql) {
        return new ColumnType<>(type, "text", Types.VARCHAR, toSql::apply, (row, column, context) -> {
            String value = row.getString(column);
            return value == null ? null : fromSql.apply(value);
        });
    }

    void registerWith(Jdbi jdbi) {
        jdbi.registerColumnMapper(type, fromSql);
        jdbi.registerArrayType(type, sqlName, toSql);
        ArgumentFactory.Preparable arguments =
                (bound, config) -> type.equals(bound) ? Optional.of(this::argument) : Optional.empty();
        jdbi.registerArgument(arguments);
    }

    private Argument argument(@Nullable Object value) {
        return value == null
                ? (position, statement, context) -> statement.setNull(position, jdbcType)
                : (position, statement, context) ->
                        statement.setObject(position, toSql.apply(type.cast(value)), jdbcType);
    }
}
