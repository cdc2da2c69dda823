package dev.comptoir.platform.security;

import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens that are refused before they expire. They are in the database, and in the memory of each instance: at once on the
 * instance that revoked, within {@link #REFRESH_INTERVAL} on the others.
 */
final class Revocations implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Revocations.class);
    private static final Duration REFRESH_INTERVAL = Duration.ofMillis(500);
    private static final int REVOCATION_LIMIT = 100_000;

    private final Database database;
    private final Duration tokenLife;
    private final Thread refresher;
    private volatile Map<String, Instant> revoked = Map.of();

    Revocations(Database database, Duration tokenLife) {
        this.database = database;
        this.tokenLife = tokenLife;
        refresh();
        this.refresher = Thread.ofVirtual().name("revocations").start(this::refreshPeriodically);
    }

    /** Whether a token under this key is revoked that was issued at this moment. */
    boolean isRevoked(String key, Instant issuedAt) {
        Instant moment = revoked.get(key);
        return moment != null && issuedAt.isBefore(moment);
    }

    /** Revokes all tokens under the key that were issued before this moment. */
    void revoke(Transaction transaction, String key, Instant before) {
        transaction
                .update("""
                        INSERT INTO revocation AS r (key, revoked_at, forget_at) VALUES (:key, :before, :forgetAt)
                        ON CONFLICT (key) DO UPDATE
                        SET revoked_at = greatest(r.revoked_at, excluded.revoked_at),
                            forget_at = greatest(r.forget_at, excluded.forget_at)
                        """)
                .bind("key", key)
                .bind("before", before)
                .bind("forgetAt", before.plus(tokenLife))
                .execute();
        transaction.afterCommit(this::refresh);
    }

    private void refresh() {
        List<Map.Entry<String, Instant>> rows = database.read(sql -> sql.createQuery("""
                        SELECT key, revoked_at FROM revocation WHERE forget_at > clock_timestamp() LIMIT :limit
                        """)
                .bind("limit", REVOCATION_LIMIT)
                .map(row -> Map.entry(row.getColumn("key", String.class), row.getColumn("revoked_at", Instant.class)))
                .list());
        revoked = rows.stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private void refreshPeriodically() {
        while (true) {
            try {
                Thread.sleep(REFRESH_INTERVAL);
                refresh();
            } catch (InterruptedException closed) {
                return;
            } catch (RuntimeException unreachable) {
                LOG.debug("could not read revocations", unreachable);
            }
        }
    }

    @Override
    public void close() {
        refresher.interrupt();
    }
}
