package dev.comptoir.headoffice.sales;

import dev.comptoir.contract.Event;
import dev.comptoir.contract.Event.SkippedNumbers;
import dev.comptoir.contract.Events;
import dev.comptoir.platform.sql.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.Query;

/**
 * The table of one kind of entries in the registers' books: sales, refunds or Z reports. An entry that arrives again is
 * stored once. Another entry with the same number comes from a store that was restored and has lost the older one: it is
 * stored too, with the next generation in its number, {@code S1-1-000101.2}, and the older one is marked as lost. An entry
 * that arrives only after its store has declared its number as skipped is lost, too.
 *
 * <p>Each statement that stores entries also keeps the end of the registers' books up to date.
 */
public final class EntryTable<E extends Event> {
    /** One batch of a delivery has fewer. */
    private static final int EVENTS_LIMIT = 10_000;

    private static final int PRODUCTS_LIMIT = 100_000;

    private final Shape shape;
    private final Function<E, String> number;
    private final Function<E, String> expectedNumber;
    private final String record;
    private final String findRepeated;
    private final String recordAgain;
    private final String loseOlder;
    private final String unitsOf;

    /** @param number of an event, and what it must be by its store, register and sequence */
    public EntryTable(Shape shape, Function<E, String> number, Function<E, String> expectedNumber) {
        this.shape = shape;
        this.number = number;
        this.expectedNumber = expectedNumber;
        this.record = shape.fill(RECORD);
        this.findRepeated = shape.fill(FIND_REPEATED);
        this.recordAgain = shape.fill(RECORD_AGAIN);
        this.loseOlder = shape.fill(LOSE_OLDER);
        this.unitsOf = shape.fill(UNITS_OF);
    }

    /**
     * The parts of the statements.
     *
     * @param table also the name of the book
     * @param sequence the column with the entry's place in its register
     * @param moment the column that, with the amount, identifies an entry among those with the same number
     * @param amount a column
     * @param registerTotal the register's own total up to the entry, as an expression of columns
     * @param columns all columns except number, generation and lost
     * @param units a query for the products and the units that the row {@code lost} had taken from its shelves
     */
    public record Shape(
            String table,
            String sequence,
            String moment,
            String amount,
            String registerTotal,
            String columns,
            Form event,
            String units) {
        /**
         * The form of an event.
         *
         * @param values the columns in terms of an event's fields
         * @param fields an event's fields with their types
         */
        public record Form(String values, String fields) {}

        private String fill(String statement) {
            return statement
                    .replace("{event}", EVENT)
                    .replace("{counted}", COUNTED)
                    .replace("{skipped}", SKIPPED)
                    .replace("{lostUnits}", LOST_UNITS)
                    .replace("{table}", table)
                    .replace("{sequence}", sequence)
                    .replace("{moment}", moment)
                    .replace("{amount}", amount)
                    .replace("{registerTotal}", registerTotal)
                    .replace("{columns}", columns)
                    .replace("{values}", event.values())
                    .replace("{fields}", event.fields())
                    .replace("{units}", units);
        }
    }

    /**
     * Entries that were recorded.
     *
     * @param fresh those that were not stored before, in order
     * @param lost the units of entries that turned out to be lost, fresh ones included
     */
    public record Recorded<E>(List<E> fresh, List<LostUnits> lost) {}

    private static final String EVENT = """
            event AS (
                SELECT place, number, {values}
                FROM (SELECT ordinality AS place, json FROM jsonb_array_elements(cast(:events AS jsonb))
                      WITH ORDINALITY AS sent (json)) AS sent,
                     jsonb_to_record(json) AS event (number text, store text, register int, {fields}))""";

    private static final String COUNTED = """
            counted AS (
                INSERT INTO register_book AS known (store_code, register, book, last, total)
                SELECT DISTINCT ON (store_code, register) store_code, register, '{table}', sequence, total FROM recorded
                WHERE NOT lost ORDER BY store_code, register, sequence DESC
                ON CONFLICT (store_code, register, book) DO UPDATE SET last = excluded.last, total = excluded.total""";

    /** Whether the store has lost an event's entry, and skips its number. */
    private static final String SKIPPED = """
            EXISTS (SELECT FROM skipped_numbers s
                    WHERE s.store_code = event.store_code AND s.register = event.register AND s.book = '{table}'
                      AND event.{sequence} > s.skipped_after AND event.{sequence} <= s.skipped_last
                      AND event.{moment} < s.moved_at)""";

    private static final String RECORD = """
            WITH {event},
            recorded AS (
                INSERT INTO {table} (number, lost, {columns}) SELECT number, {skipped}, {columns} FROM event ORDER BY place
                ON CONFLICT DO NOTHING
                RETURNING number, lost, store_code, register, {sequence} AS sequence, {registerTotal} AS total),
            {counted} WHERE known.last < excluded.last)
            SELECT number, lost FROM recorded LIMIT :limit
            """;

    /** The places of the events that are stored already. */
    private static final String FIND_REPEATED = """
            WITH {event},
            recorded AS (
                SELECT event.place, stored.*
                FROM event CROSS JOIN LATERAL (
                    SELECT lost, store_code, register, {sequence} AS sequence, {registerTotal} AS total FROM {table}
                    WHERE store_code = event.store_code AND register = event.register
                      AND {sequence} = event.{sequence} AND {moment} = event.{moment} AND {amount} = event.{amount}
                    LIMIT 1) AS stored),
            {counted} WHERE known.last < excluded.last)
            SELECT place FROM recorded LIMIT :limit
            """;

    private static final String LOSE_OLDER = """
            WITH {event},
            lost AS (
                UPDATE {table} SET lost = true FROM event
                WHERE {table}.store_code = event.store_code AND {table}.register = event.register
                  AND {table}.{sequence} = event.{sequence} AND {table}.{moment} <= event.{moment} AND NOT {table}.lost
                RETURNING {table}.*)
            {lostUnits}
            """;

    private static final String RECORD_AGAIN = """
            WITH {event},
            recorded AS (
                INSERT INTO {table} (number, generation, lost, {columns})
                SELECT number || '.' || same.generation, same.generation, same.newer OR {skipped}, {columns}
                FROM event, LATERAL (
                    SELECT max(generation) + 1 AS generation, bool_or({moment} > event.{moment}) AS newer FROM {table}
                    WHERE store_code = event.store_code AND register = event.register
                      AND {sequence} = event.{sequence}) AS same
                RETURNING number, lost, store_code, register, {sequence} AS sequence, {registerTotal} AS total),
            {counted} WHERE known.last <= excluded.last)
            SELECT number, lost FROM recorded LIMIT :limit
            """;

    private static final String UNITS_OF = """
            WITH lost AS (SELECT * FROM {table} WHERE number = ANY(:numbers))
            {lostUnits}
            """;

    private static final String LOST_UNITS = """
            SELECT store_code AS store, product AS product_id, sum(units) AS units
            FROM lost, LATERAL ({units}) AS line (product, units)
            GROUP BY store_code, product LIMIT :productsLimit""";

    /**
     * Stores entries.
     *
     * @throws IllegalArgumentException when a number is not that of the entry's store, register and sequence
     */
    public Recorded<E> record(Transaction transaction, List<E> events) {
        if (events.isEmpty()) {
            return new Recorded<>(List.of(), List.of());
        }
        events.forEach(this::requireOwnNumber);
        Map<String, Boolean> stored = store(transaction, record, events);
        Set<String> unused = new HashSet<>(stored.keySet());
        List<E> fresh = new ArrayList<>();
        List<E> known = new ArrayList<>();
        events.forEach(event -> (unused.remove(number.apply(event)) ? fresh : known).add(event));
        List<LostUnits> lost = unitsOfLost(transaction, stored);
        if (!known.isEmpty()) {
            Recorded<E> reused = recordReused(transaction, known);
            fresh.addAll(reused.fresh());
            lost.addAll(reused.lost());
        }
        return new Recorded<>(fresh, lost);
    }

    private void requireOwnNumber(E event) {
        String expected = expectedNumber.apply(event);
        if (!number.apply(event).equals(expected)) {
            throw new IllegalArgumentException("the number of " + expected + " is given as " + number.apply(event));
        }
    }

    private Recorded<E> recordReused(Transaction transaction, List<E> events) {
        Set<Integer> repeated = new HashSet<>(bind(transaction.query(findRepeated), events)
                .mapTo(Integer.class)
                .list());
        Recorded<E> reused = new Recorded<>(new ArrayList<>(), new ArrayList<>());
        for (int place = 1; place <= events.size(); place++) {
            if (!repeated.contains(place)) {
                E event = events.get(place - 1);
                reused.lost().addAll(lost(bind(transaction.query(loseOlder), List.of(event))));
                reused.lost().addAll(unitsOfLost(transaction, store(transaction, recordAgain, List.of(event))));
                reused.fresh().add(event);
            }
        }
        return reused;
    }

    /** The numbers of the entries that were stored, and whether they are lost. */
    private static Map<String, Boolean> store(Transaction transaction, String statement, List<? extends Event> events) {
        return bind(transaction.query(statement), events).reduceRows(new HashMap<String, Boolean>(), (stored, row) -> {
            stored.put(row.getColumn("number", String.class), row.getColumn("lost", Boolean.class));
            return stored;
        });
    }

    private List<LostUnits> unitsOfLost(Transaction transaction, Map<String, Boolean> stored) {
        List<String> numbers = stored.keySet().stream().filter(stored::get).toList();
        return numbers.isEmpty()
                ? new ArrayList<>()
                : lost(transaction.query(unitsOf).bindArray("numbers", String.class, numbers));
    }

    private static List<LostUnits> lost(Query query) {
        return query.bind("productsLimit", PRODUCTS_LIMIT)
                .map(ConstructorMapper.of(LostUnits.class))
                .list();
    }

    private static Query bind(Query query, List<? extends Event> events) {
        return query.bind("events", events.stream().map(Events::write).collect(Collectors.joining(",", "[", "]")))
                .bind("limit", EVENTS_LIMIT);
    }

    /** The book of a register. */
    record Place(String store, int register) {}

    /**
     * Marks the entries with the numbers that a restored store skips as lost, and continues the book after these numbers.
     *
     * @param total the register's own total
     * @return the units of the entries that were not lost before
     */
    List<LostUnits> skip(Transaction transaction, Place place, SkippedNumbers skipped, long total, Instant movedAt) {
        int declared = bind(transaction.query(shape.fill(DECLARE)), place, skipped)
                .bind("movedAt", movedAt)
                .bind("total", total)
                .mapTo(Integer.class)
                .one();
        return declared == 0
                ? List.of()
                : lost(bind(transaction.query(shape.fill(LOSE)), place, skipped).bind("movedAt", movedAt));
    }

    private static Query bind(Query query, Place place, SkippedNumbers skipped) {
        return query.bind("store", place.store())
                .bind("register", place.register())
                .bind("after", skipped.after())
                .bind("last", skipped.last());
    }

    /** The first statement: none when these numbers were declared before. */
    private static final String DECLARE = """
            WITH declared AS (
                INSERT INTO skipped_numbers (store_code, register, book, skipped_after, skipped_last, moved_at)
                VALUES (:store, :register, '{table}', :after, :last, :movedAt)
                ON CONFLICT DO NOTHING RETURNING store_code, register, book, skipped_last),
            counted AS (
                INSERT INTO register_book AS known (store_code, register, book, last, total)
                SELECT store_code, register, book, skipped_last, cast(:total AS bigint) FROM declared
                ON CONFLICT (store_code, register, book) DO UPDATE SET last = excluded.last, total = excluded.total
                WHERE known.last <= excluded.last)
            SELECT count(*) FROM declared
            """;

    private static final String LOSE = """
            WITH lost AS (
                UPDATE {table} SET lost = true
                WHERE store_code = :store AND register = :register AND {sequence} > :after AND {sequence} <= :last
                  AND {moment} < :movedAt AND NOT lost
                RETURNING *),
            superseded AS (
                UPDATE skipped_numbers s SET superseded = true
                WHERE store_code = :store AND register = :register AND book = '{table}'
                  AND moved_at < :movedAt
                  AND (skipped_after >= :after OR EXISTS (
                      SELECT FROM {table} e WHERE e.store_code = s.store_code AND e.register = s.register
                          AND e.{sequence} > s.skipped_after AND e.{sequence} <= least(s.skipped_last, :after) AND NOT e.lost)))
            {lostUnits}
            """;
}
