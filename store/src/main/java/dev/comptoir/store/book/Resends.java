package dev.comptoir.store.book;

import dev.comptoir.contract.RegisterBook;
import dev.comptoir.platform.outbox.Outbox;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.store.registers.Till;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends entries of the books that the head office lacks again, one piece a second, so that newer events do not wait behind
 * them. The events are made from the books; the head office ignores those that it has.
 */
public final class Resends implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Resends.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int ENTRIES_PER_PIECE = 1_000;

    private static final String SALES = """
            WITH piece AS (
                SELECT e.*, (SELECT coalesce(sum(total), 0) FROM sale
                             WHERE store_code = :store AND register = :register AND sequence <= :sentUntil)
                            + sum(e.total) OVER (ORDER BY e.sequence) AS register_total
                FROM (SELECT * FROM sale WHERE store_code = :store AND register = :register
                          AND sequence > :sentUntil AND sequence <= :last ORDER BY sequence LIMIT :limit) AS e),
            sent AS (
                {append}
                SELECT 'headoffice', 'SaleRecorded', jsonb_build_object(
                    'number', number, 'store', store_code, 'register', register, 'sequence', sequence,
                    'registerTotal', register_total, 'cashier', cashier, 'soldAt', {sold_at},
                    'businessDay', business_day, 'subtotal', subtotal, 'taxes', taxes, 'total', total,
                    'payments', payments, 'change', change, 'deposits', deposits, 'rounding', rounding,
                    'empties', coalesce(empties, '[]'),
                    'lines', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                                  'productId', product_id, 'sku', sku, 'name', name, 'quantity', quantity,
                                  'unitPrice', unit_price, 'amount', amount, 'taxes', l.taxes, 'deposit', deposit,
                                  'discount', discount, 'listPrice', nullif(list_price, unit_price),
                                  'priceReason', price_reason) ORDER BY line), '[]')
                              FROM sale_line l WHERE sale_number = number))
                FROM piece ORDER BY sequence)
            SELECT max(sequence) FROM piece
            """;

    private static final String REFUNDS = """
            WITH piece AS (
                SELECT e.*, (SELECT coalesce(sum(total), 0) FROM refund
                             WHERE store_code = :store AND register = :register AND sequence <= :sentUntil)
                            + sum(e.total) OVER (ORDER BY e.sequence) AS register_total
                FROM (SELECT * FROM refund WHERE store_code = :store AND register = :register
                          AND sequence > :sentUntil AND sequence <= :last ORDER BY sequence LIMIT :limit) AS e),
            sent AS (
                {append}
                SELECT 'headoffice', 'RefundRecorded', jsonb_build_object(
                    'number', number, 'saleNumber', sale_number, 'store', store_code, 'register', register,
                    'sequence', sequence, 'registerTotal', register_total, 'cashier', cashier, 'refundedAt', {refunded_at},
                    'businessDay', business_day, 'reason', reason, 'lines', lines, 'subtotal', subtotal, 'taxes', taxes,
                    'total', total, 'tender', tender, 'payments', payments, 'deposits', deposits, 'rounding', rounding)
                FROM piece ORDER BY sequence)
            SELECT max(sequence) FROM piece
            """;

    /** An earlier version, whose reports have no breakdown, sent the business day of the closing. */
    private static final String DAYS = """
            WITH piece AS (
                SELECT d.*, s.time_zone FROM register_day d JOIN store s ON s.code = d.store_code
                WHERE d.store_code = :store AND d.register = :register AND d.day > :sentUntil AND d.day <= :last
                  AND d.closed_at IS NOT NULL
                ORDER BY d.day LIMIT :limit),
            sent AS (
                {append}
                SELECT 'headoffice', 'RegisterClosed', jsonb_build_object(
                    'number', number, 'store', store_code, 'register', register, 'day', day, 'openedBy', opened_by,
                    'openedAt', {opened_at}, 'closedBy', closed_by, 'closedAt', {closed_at},
                    'businessDay', (CASE WHEN report -> 'sales' -> 'breakdown' IS NULL THEN closed_at ELSE opened_at END
                                    AT TIME ZONE time_zone)::date,
                    'sales', jsonb_build_object(
                        'after', sales_before, 'last', last_sale, 'total', report -> 'sales' -> 'total',
                        'breakdown', report -> 'sales' -> 'breakdown'),
                    'refunds', jsonb_build_object(
                        'after', refunds_before, 'last', last_refund, 'total', report -> 'refunds' -> 'total',
                        'breakdown', report -> 'refunds' -> 'breakdown'),
                    'taxes', report -> 'taxes', 'tenders', report -> 'tenders', 'drawer', report -> 'drawer',
                    'counted', report -> 'count' -> 'total', 'difference', difference)
                FROM piece ORDER BY day)
            SELECT max(day)::bigint FROM piece
            """;

    private static final Map<String, String> STATEMENTS =
            Map.of("sale", filled(SALES), "refund", filled(REFUNDS), "day", filled(DAYS));

    private final Database database;
    private final Outbox outbox;
    private final Thread thread;

    private Resends(Database database, Outbox outbox) {
        this.database = database;
        this.outbox = outbox;
        this.thread = Thread.ofVirtual().name("resends").start(this::run);
    }

    public static Resends start(Database database, Outbox outbox) {
        return new Resends(database, outbox);
    }

    /** A statement with its placeholders for the insertion into the outbox and for moments in JSON. */
    static String filled(String statement) {
        return statement
                .replace("{append}", Outbox.APPEND)
                .replaceAll("\\{([a-z_]+)}", "to_char($1 AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')");
    }

    /** Marks what the head office lacks of a register's books; entries with the same number but other totals, too. */
    static void add(Transaction transaction, Till till, RegisterBook own, RegisterBook theirs) {
        if (own.lastSale() != theirs.lastSale() || !own.salesTotal().equals(theirs.salesTotal())) {
            add(transaction, till, "sale", theirs.lastSale(), own.lastSale());
        }
        if (own.lastRefund() != theirs.lastRefund() || !own.refundsTotal().equals(theirs.refundsTotal())) {
            add(transaction, till, "refund", theirs.lastRefund(), own.lastRefund());
        }
        if (own.lastDay() != theirs.lastDay()) {
            add(transaction, till, "day", theirs.lastDay(), own.lastDay());
        }
    }

    private static void add(Transaction transaction, Till till, String book, long theirs, long own) {
        transaction
                .update("""
                        INSERT INTO resend AS known (store_code, register, book, sent_until, last)
                        VALUES (:store, :register, :book, :sentUntil, :last)
                        ON CONFLICT (store_code, register, book) DO UPDATE
                        SET sent_until = least(known.sent_until, excluded.sent_until), last = excluded.last
                        """)
                .bindMethods(till)
                .bind("book", book)
                .bind("sentUntil", Math.max(0, theirs - 1))
                .bind("last", own)
                .execute();
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(PAUSE);
                sendPiece();
            }
        } catch (InterruptedException stopped) {
            LOG.debug("resends have stopped");
        }
    }

    private void sendPiece() {
        try {
            database.write(transaction -> {
                next(transaction).ifPresent(range -> send(transaction, range));
                return null;
            });
        } catch (RuntimeException failure) {
            LOG.warn("sending entries of the books again failed and will be retried: {}", failure.toString());
        }
    }

    /** Entries of a register that are still to be sent. */
    public record Range(String store, int register, String book, long sentUntil, long last) {}

    private static Optional<Range> next(Transaction transaction) {
        return transaction.query("""
                        SELECT store_code AS store, register, book, sent_until, last FROM resend
                        ORDER BY store_code, register, book LIMIT 1 FOR UPDATE SKIP LOCKED
                        """).map(ConstructorMapper.of(Range.class)).findOne();
    }

    private void send(Transaction transaction, Range range) {
        Optional<Long> sent = transaction
                .query(Objects.requireNonNull(STATEMENTS.get(range.book())))
                .bindMethods(range)
                .bind("limit", ENTRIES_PER_PIECE)
                .mapTo(Long.class)
                .findOne();
        if (sent.isEmpty() || sent.get() >= range.last()) {
            transaction
                    .update("DELETE FROM resend WHERE store_code = :store AND register = :register AND book = :book")
                    .bindMethods(range)
                    .execute();
        } else {
            transaction.update("""
                            UPDATE resend SET sent_until = :sent
                            WHERE store_code = :store AND register = :register AND book = :book
                            """).bindMethods(range).bind("sent", sent.get()).execute();
        }
        transaction.afterCommit(outbox::wake);
    }

    /** A piece in progress ends, or is sent again later. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(PAUSE);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
