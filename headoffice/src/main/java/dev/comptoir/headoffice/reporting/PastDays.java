package dev.comptoir.headoffice.reporting;

import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.Transaction;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sums up the days that a version without subtotals and parts has recorded. A start does it before it serves anyone, and one
 * that is interrupted is continued by the next. No events are applied meanwhile: older instances cannot, newer ones wait here.
 */
public final class PastDays {
    private static final Logger LOG = LoggerFactory.getLogger(PastDays.class);

    /** Days of a store in one transaction: few, because instances that wait for their turn are cancelled after 15 s. */
    private static final int DAYS_PER_TRANSACTION = 10;

    private static final int DAYS_PER_MESSAGE = 1_000;

    /** The business day of an entry was that of its own moment, in some time zone. */
    private static final int DAYS_AROUND = 2;

    /** Instances that start together take turns. */
    private static final String TAKE_TURN = "SELECT pg_advisory_xact_lock(hashtextextended('past days', 3))::text";

    private static final String NEXT =
            "SELECT store_code AS store, day FROM unsummed_day ORDER BY day, store_code LIMIT :limit";

    private static final String SUM_PARTS = """
            INSERT INTO day_part (day, store_code, book, part, name, per_million, base, amount)
            SELECT day, store_code, book, part, name, per_million, sum(base), sum(amount) FROM entry_part
            WHERE store_code = :store AND day = :day AND moment >= :from AND moment < :until
            GROUP BY day, store_code, book, part, name, per_million
            """;

    /** The trigger of the table adds to the hours of the chain. */
    private static final String SUM_HOURS = """
            UPDATE store_hour SET sales_subtotal = entries.sales, refunds_subtotal = entries.refunds
            FROM (SELECT extract(hour FROM moment AT TIME ZONE time_zone)::int AS hour,
                         coalesce(sum(amount) FILTER (WHERE book = 'sale'), 0) AS sales,
                         coalesce(sum(amount) FILTER (WHERE book = 'refund'), 0) AS refunds
                  FROM entry_part JOIN store ON code = store_code
                  WHERE store_code = :store AND day = :day AND moment >= :from AND moment < :until AND part = 'net'
                  GROUP BY 1) AS entries
            WHERE store_hour.store_code = :store AND store_hour.day = :day AND store_hour.hour = entries.hour
            """;

    private static final String SUM_DAY = """
            UPDATE store_day SET sales_subtotal = hours.sales, refunds_subtotal = hours.refunds
            FROM (SELECT coalesce(sum(sales_subtotal), 0) AS sales, coalesce(sum(refunds_subtotal), 0) AS refunds
                  FROM store_hour WHERE store_code = :store AND day = :day) AS hours
            WHERE store_code = :store AND day = :day
            """;

    private static final String REMOVE = "DELETE FROM unsummed_day WHERE store_code = :store AND day = :day";

    private PastDays() {}

    /** Returns when no day is left. */
    public static void sumUp(Database database) {
        int all = 0;
        int summed = DAYS_PER_TRANSACTION;
        while (summed == DAYS_PER_TRANSACTION) {
            summed = database.write(PastDays::sumUpSome);
            all += summed;
            if (all > 0 && (all % DAYS_PER_MESSAGE == 0 || summed < DAYS_PER_TRANSACTION)) {
                LOG.info("{} days of stores were summed up", all);
            }
        }
    }

    record StoreDay(String store, LocalDate day) {}

    private static int sumUpSome(Transaction transaction) {
        transaction.query(TAKE_TURN).mapTo(String.class).one();
        List<StoreDay> days = transaction
                .query(NEXT)
                .bind("limit", DAYS_PER_TRANSACTION)
                .map(ConstructorMapper.of(StoreDay.class))
                .list();
        days.forEach(day -> sumUp(transaction, day));
        return days.size();
    }

    private static void sumUp(Transaction transaction, StoreDay storeDay) {
        LocalDate day = storeDay.day();
        for (String statement : List.of(SUM_PARTS, SUM_HOURS)) {
            transaction
                    .update(statement)
                    .bind("store", storeDay.store())
                    .bind("day", day)
                    .bind("from", startOf(day.minusDays(DAYS_AROUND)))
                    .bind("until", startOf(day.plusDays(DAYS_AROUND + 1)))
                    .execute();
        }
        for (String statement : List.of(SUM_DAY, REMOVE)) {
            transaction
                    .update(statement)
                    .bind("store", storeDay.store())
                    .bind("day", day)
                    .execute();
        }
    }

    private static Instant startOf(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
