package dev.comptoir.platform.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.Transaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens that are refused before they expire: single ones, and those with an outdated security stamp. They are in the
 * database, and until they expire in the memory of each instance: at once on the instance that revoked, within
 * {@link #REFRESH_INTERVAL} on the others.
 */
final class Revocations implements AutoCloseable {
    /** The security stamp of a name whose tokens have not been revoked lately. */
    static final String FIRST_STAMP = "first";

    private static final Logger LOG = LoggerFactory.getLogger(Revocations.class);
    private static final Duration REFRESH_INTERVAL = Duration.ofMillis(500);
    private static final Duration PURGE_INTERVAL = Duration.ofMinutes(1);

    /** Revocations are kept this much longer than the tokens live, because clocks differ. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofHours(2);

    private static final int PAGE_ROWS = 10_000;
    private static final int OUTDATED_LIMIT = 10_000;
    private static final String TOKEN = "token ";
    private static final String NAME = "name ";
    private static final String COLUMNS =
            "key, stamp::text AS stamp, revoked_at, forget_at, changed_in::text::bigint AS change";
    private static final String MOMENT = """
            SELECT pg_postmaster_start_time() || ' ' || oid AS database,
                   pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS oldest_open
            FROM pg_database WHERE datname = current_database() LIMIT 1
            """;
    private static final RowMapper<Revocation> REVOCATION = ConstructorMapper.of(Revocation.class);

    private final Database database;
    private final Duration tokenLife;
    private final Clock clock;
    private final Map<UUID, Instant> ended = new ConcurrentHashMap<>();
    private final Map<String, Revocation> changed = new ConcurrentHashMap<>();

    /** Tokens whose stamp was compared with the database: a stamp never returns. */
    private final Cache<UUID, Boolean> outdated =
            Caffeine.newBuilder().maximumSize(OUTDATED_LIMIT).build();

    private final Thread refresher;
    private Moment last = new Moment("", 0);
    private Instant nextPurge;

    /**
     * A row.
     *
     * @param key {@code token <id>} or {@code name <username>}
     * @param forgetAt when all tokens that it revokes have expired
     * @param change grows with each change of the database
     */
    public record Revocation(String key, String stamp, Instant revokedAt, Instant forgetAt, long change) {
        Revocation withoutChange() {
            return new Revocation(key, stamp, revokedAt, forgetAt, 0);
        }
    }

    /**
     * A moment of the database.
     *
     * @param database another one after a restore
     * @param oldestOpen the oldest transaction that has not ended
     */
    public record Moment(String database, long oldestOpen) {}

    Revocations(Database database, Duration tokenLife, Clock clock) {
        this.database = database;
        this.tokenLife = tokenLife;
        this.clock = clock;
        this.nextPurge = clock.instant().plus(PURGE_INTERVAL);
        refresh();
        this.refresher = Thread.ofVirtual().name("revocations").start(this::refreshPeriodically);
    }

    /**
     * Whether a token is revoked.
     *
     * @param stamp null in a token of version 0.1: then the moment of the login decides
     */
    boolean isRevoked(UUID token, String name, @Nullable String stamp, Instant issuedAt) {
        if (ended.containsKey(token)) {
            return true;
        }
        Revocation latest = changed.get(name);
        if (latest == null) {
            return false;
        }
        return stamp == null
                ? issuedAt.isBefore(latest.revokedAt())
                : !stamp.equals(latest.stamp()) && isOutdated(token, name, stamp);
    }

    /** Another instance may have made a change, and issued a token after it, that this instance has not read yet. */
    private boolean isOutdated(UUID token, String name, String stamp) {
        if (outdated.getIfPresent(token) != null) {
            return true;
        }
        if (stamp.equals(stamp(name))) {
            return false;
        }
        outdated.put(token, true);
        return true;
    }

    /** The security stamp of a name; it must be read before the account for which a token is issued. */
    String stamp(String name) {
        Optional<Revocation> latest =
                database.read(sql -> sql.createQuery("SELECT " + COLUMNS + " FROM revocation WHERE key = :key LIMIT 1")
                        .bind("key", NAME + name)
                        .map(REVOCATION)
                        .findOne());
        latest.ifPresent(this::add);
        return latest.map(Revocation::stamp).orElse(FIRST_STAMP);
    }

    /** Revokes one token. */
    void revokeToken(Transaction transaction, String id, Instant expiresAt) {
        revoke(transaction, TOKEN + id, expiresAt, expiresAt.plus(CLOCK_DIFFERENCE));
    }

    /** Revokes all tokens of a name, also of a login that is under way. */
    void revokeName(Transaction transaction, String name) {
        Instant now = clock.instant();
        revoke(transaction, NAME + name, now, now.plus(tokenLife).plus(CLOCK_DIFFERENCE));
    }

    private void revoke(Transaction transaction, String key, Instant at, Instant forgetAt) {
        Revocation revocation = transaction
                .query("""
                        INSERT INTO revocation AS r (key, revoked_at, forget_at) VALUES (:key, :at, :forgetAt)
                        ON CONFLICT (key) DO UPDATE
                        SET stamp = excluded.stamp, revoked_at = greatest(r.revoked_at, excluded.revoked_at),
                            forget_at = greatest(r.forget_at, excluded.forget_at)
                        RETURNING %s
                        """.formatted(COLUMNS))
                .bind("key", key)
                .bind("at", at)
                .bind("forgetAt", forgetAt)
                .map(REVOCATION)
                .one();
        transaction.afterCommit(() -> add(revocation));
    }

    private void add(Revocation revocation) {
        if (revocation.key().startsWith(TOKEN)) {
            ended.put(UUID.fromString(revocation.key().substring(TOKEN.length())), revocation.forgetAt());
        } else {
            changed.merge(
                    revocation.key().substring(NAME.length()),
                    revocation,
                    (known, read) -> read.change() < known.change() ? known : read);
        }
    }

    /**
     * Reads what the last refresh may not have seen: the changes of transactions that were open then, or later. A restored
     * database, whose transactions may have lower numbers, is read from the beginning.
     */
    private void refresh() {
        Moment now = database.read(sql ->
                sql.createQuery(MOMENT).map(ConstructorMapper.of(Moment.class)).one());
        boolean isSame = now.database().equals(last.database());
        if (!isSame) {
            changed.replaceAll((name, known) -> known.withoutChange());
        }
        readFrom(isSame ? last.oldestOpen() : 0);
        if (!isSame) {
            changed.values().removeIf(known -> known.change() == 0);
        }
        last = now;
    }

    private void readFrom(long change) {
        List<Revocation> page = pageAfter(change, "");
        while (!page.isEmpty()) {
            page.forEach(this::add);
            page = page.size() < PAGE_ROWS
                    ? List.of()
                    : pageAfter(page.getLast().change(), page.getLast().key());
        }
    }

    private List<Revocation> pageAfter(long change, String key) {
        return database.read(sql -> sql.createQuery("""
                        SELECT %s FROM revocation
                        WHERE (changed_in, key) > (cast(:change AS text)::xid8, :key) AND forget_at > clock_timestamp()
                        ORDER BY changed_in, key LIMIT :limit
                        """.formatted(COLUMNS))
                .bind("change", Long.toString(change))
                .bind("key", key)
                .bind("limit", PAGE_ROWS)
                .map(REVOCATION)
                .list());
    }

    private void refreshPeriodically() {
        while (true) {
            try {
                Thread.sleep(REFRESH_INTERVAL);
                refresh();
                purge();
            } catch (InterruptedException closed) {
                return;
            } catch (RuntimeException unreachable) {
                LOG.debug("could not read revocations", unreachable);
            }
        }
    }

    private void purge() {
        Instant now = clock.instant();
        if (now.isAfter(nextPurge)) {
            nextPurge = now.plus(PURGE_INTERVAL);
            ended.values().removeIf(now::isAfter);
            changed.values().removeIf(revocation -> now.isAfter(revocation.forgetAt()));
        }
    }

    @Override
    public void close() {
        refresher.interrupt();
    }
}
