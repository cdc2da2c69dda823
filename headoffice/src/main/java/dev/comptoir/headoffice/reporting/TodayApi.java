package dev.comptoir.headoffice.reporting;

import dev.comptoir.contract.Event.StoreChanged;
import dev.comptoir.headoffice.caching.CacheTag;
import dev.comptoir.headoffice.reporting.ReportsApi.Totals;
import dev.comptoir.headoffice.staff.Staff;
import dev.comptoir.headoffice.stores.Stores;
import dev.comptoir.platform.http.CachePolicy;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.sql.Database;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/**
 * Today beside the same weekday of the week before. What can be compared is compared: both days up to the end of the last
 * full hour, in each store's own time.
 */
public final class TodayApi {
    private static final int HOURS = 24;
    private static final Totals NOTHING = Totals.of(0, 0, 0, 0);

    private final Database database;
    private final Clock clock;

    public TodayApi(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * A store today.
     *
     * @param fullHours how many hours of its day have ended, 0 to 23
     * @param untilHour today in these hours
     * @param beforeUntilHour the day one week before, in the same hours
     * @param before the whole day one week before
     */
    public record StoreToday(
            String store,
            String name,
            LocalDate day,
            int fullHours,
            Totals today,
            Totals untilHour,
            Totals beforeUntilHour,
            Totals before) {}

    /** What the stores come to together, each up to the end of its own last full hour where hours count. */
    public record AllToday(Totals today, Totals untilHour, Totals beforeUntilHour, Totals before) {
        AllToday plus(StoreToday store) {
            return new AllToday(
                    today.plus(store.today()),
                    untilHour.plus(store.untilHour()),
                    beforeUntilHour.plus(store.beforeUntilHour()),
                    before.plus(store.before()));
        }
    }

    /** The stores together, in the hours of their own days. */
    public record Hour(int hour, Totals today, Totals before) {}

    /** One store, or all, and what they come to. */
    public record Today(List<StoreToday> stores, AllToday total, List<Hour> hours) {}

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/analytics/today", "Each store today, beside the same weekday of the week before")
                .access(Staff.MANAGERS)
                .takes(ReportsApi.STORE)
                .returns(200, Today.class)
                .cached(CachePolicy.of(CacheTag.EVENTS, CacheTag.STORES).varyingByHour(clock))
                .refuses(ReportsApi.UNKNOWN_STORE)
                .handledBy(this::today));
    }

    private record Turnover(LocalDate day, int hour, Totals totals) {}

    private Response today(Request request) {
        String code = request.get(ReportsApi.STORE);
        return database.read(sql -> {
            List<StoreChanged> wanted = Stores.all(sql).stream()
                    .filter(store -> code.equals(ReportsApi.ALL) || store.code().equals(code))
                    .toList();
            return wanted.isEmpty() && !code.equals(ReportsApi.ALL)
                    ? Response.problem(ReportsApi.UNKNOWN_STORE, "no store has the code " + code)
                    : Response.ok(today(sql, wanted));
        });
    }

    private Today today(Handle sql, List<StoreChanged> wanted) {
        List<StoreToday> stores = new ArrayList<>();
        AllToday total = new AllToday(NOTHING, NOTHING, NOTHING, NOTHING);
        List<Hour> hours = new ArrayList<>(IntStream.range(0, HOURS)
                .mapToObj(hour -> new Hour(hour, NOTHING, NOTHING))
                .toList());
        for (StoreChanged store : wanted) {
            LocalDateTime now = LocalDateTime.ofInstant(clock.instant(), ZoneId.of(store.timeZone()));
            List<Turnover> turnover = turnover(sql, store.code(), now.toLocalDate());
            StoreToday one = of(store, now, turnover);
            stores.add(one);
            total = total.plus(one);
            turnover.forEach(hour -> add(hours, hour, now.toLocalDate()));
        }
        return new Today(stores, total, hours);
    }

    private static StoreToday of(StoreChanged store, LocalDateTime now, List<Turnover> turnover) {
        Totals today = NOTHING;
        Totals until = NOTHING;
        Totals beforeUntil = NOTHING;
        Totals before = NOTHING;
        for (Turnover one : turnover) {
            boolean isFull = one.hour() < now.getHour();
            if (one.day().equals(now.toLocalDate())) {
                today = today.plus(one.totals());
                until = isFull ? until.plus(one.totals()) : until;
            } else {
                before = before.plus(one.totals());
                beforeUntil = isFull ? beforeUntil.plus(one.totals()) : beforeUntil;
            }
        }
        return new StoreToday(
                store.code(), store.name(), now.toLocalDate(), now.getHour(), today, until, beforeUntil, before);
    }

    private static void add(List<Hour> hours, Turnover one, LocalDate today) {
        Hour hour = hours.get(one.hour());
        hours.set(
                one.hour(),
                one.day().equals(today)
                        ? new Hour(hour.hour(), hour.today().plus(one.totals()), hour.before())
                        : new Hour(hour.hour(), hour.today(), hour.before().plus(one.totals())));
    }

    private static List<Turnover> turnover(Handle sql, String store, LocalDate today) {
        return sql.createQuery("""
                        SELECT day, hour, sales, sales_total, refunds, refunds_total FROM store_hour
                        WHERE store_code = :store AND day IN (:today, :before) ORDER BY day, hour LIMIT 48
                        """)
                .bind("store", store)
                .bind("today", today)
                .bind("before", today.minusWeeks(1))
                .map((row, context) -> new Turnover(
                        row.getObject("day", LocalDate.class),
                        row.getInt("hour"),
                        Totals.of(
                                row.getLong("sales"),
                                row.getLong("sales_total"),
                                row.getLong("refunds"),
                                row.getLong("refunds_total"))))
                .list();
    }
}
