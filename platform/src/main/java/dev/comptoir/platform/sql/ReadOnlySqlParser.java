package dev.comptoir.platform.sql;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.regex.Pattern;
import org.jdbi.v3.core.statement.ColonPrefixSqlParser;
import org.jdbi.v3.core.statement.ParsedSql;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * Refuses statements that write or lock rows. PostgreSQL refuses them in a read-only transaction too, but that costs one more
 * round trip per read; here each statement is checked once and never again.
 */
final class ReadOnlySqlParser extends ColonPrefixSqlParser {
    private static final int STATEMENT_LIMIT = 1_000;
    private static final Pattern TEXT = Pattern.compile("'[^']*'|\"[^\"]*\"|--[^\n]*|(?s:/\\*.*?\\*/)");
    private static final Pattern WRITE = Pattern.compile(
            "\\b(?:insert|update|delete|merge|truncate|create|alter|drop|nextval|setval|for\\s+(?:key\\s+)?share)\\b",
            Pattern.CASE_INSENSITIVE);

    private final Cache<String, Boolean> writes =
            Caffeine.newBuilder().maximumSize(STATEMENT_LIMIT).build();

    /** @throws IllegalArgumentException when the statement writes */
    @Override
    public ParsedSql parse(String sql, StatementContext context) {
        if (writes.get(sql, ReadOnlySqlParser::writes)) {
            throw new IllegalArgumentException("this statement writes, which Database.read does not do: " + sql);
        }
        return super.parse(sql, context);
    }

    static boolean writes(String sql) {
        return WRITE.matcher(TEXT.matcher(sql).replaceAll("?")).find();
    }
}
