package dev.comptoir.store.checkout;

import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Binds rows to a statement that reads them with {@code unnest}: one array for each column. */
record ArrayColumns<T>(Query query, List<T> rows) {
    ArrayColumns<T> bind(String name, Class<?> type, Function<T, @Nullable Object> value) {
        query.bindArray(name, type, rows.stream().map(value).toArray());
        return this;
    }
}
