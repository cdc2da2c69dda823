package dev.comptoir.headoffice.stores;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/**
 * A store as reports and events name it, without its registers and profiles, which are long.
 *
 * @param timeZone an IANA name
 * @param deployment the peer name of the store service that serves it
 */
public record NamedStore(String code, String name, String timeZone, String deployment) {
    private static final RowMapper<NamedStore> NAMED_STORE = ConstructorMapper.of(NamedStore.class);

    /** All stores, by code. */
    public static List<NamedStore> all(Handle sql) {
        return sql.createQuery("SELECT code, name, time_zone, deployment FROM store ORDER BY code LIMIT :limit")
                .bind("limit", Stores.STORES_LIMIT)
                .map(NAMED_STORE)
                .list();
    }

    public static Map<String, NamedStore> byCode(Handle sql) {
        return all(sql).stream().collect(Collectors.toMap(NamedStore::code, Function.identity()));
    }
}
