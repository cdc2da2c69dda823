package dev.comptoir.headoffice.reporting;

import dev.comptoir.headoffice.caching.CacheTag;
import dev.comptoir.headoffice.staff.Staff;
import dev.comptoir.headoffice.stores.NamedStore;
import dev.comptoir.platform.http.Bulkhead;
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
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/**
 * Today compared with the same weekday one week before, also for the full hours only: both days up to the end of the
 * last full hour, in each store's own time.
 */
public final class TodayApi {
    private static final int HOURS = 24;
    private static final int DAYS_COMPARED = 2;

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

    /** All stores together; full hours are counted in each store's own time. */
    public record AllToday(Totals today, Totals untilHour, Totals beforeUntilHour, Totals before) {
        private static final AllToday ZERO = new AllToday(Totals.ZERO, Totals.ZERO, Totals.ZERO, Totals.ZERO);

        private AllToday plus(StoreToday store) {
            return new AllToday(
                    today.plus(store.today()),
                    untilHour.plus(store.untilHour()),
                    beforeUntilHour.plus(store.beforeUntilHour()),
                    before.plus(store.before()));
        }
    }

    /** One hour of the day, all stores together, each in its own time. */
    public record Hour(int hour, Totals today, Totals before) {}

    /** One store or all, and their sum. */
    public record Today(List<StoreToday> stores, AllToday total, List<Hour> hours) {}

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/analytics/today", "Each store today, compared with the same weekday one week before")
                        .access(Staff.MANAGERS)
                        .bulkhead(Bulkhead.REPORTS)
                        .takes(ReportsApi.STORE)
                        .returns(200, Today.class)
                        .cached(CachePolicy.of(CacheTag.EVENTS, CacheTag.STORES).varyingByHour(clock))
                        .refuses(ReportsApi.UNKNOWN_STORE)
                        .handledBy(this::today));
    }

    private Response today(Request request) {
        String code = request.get(ReportsApi.STORE);
        return database.read(sql -> {
            List<NamedStore> wanted = NamedStore.all(sql).stream()
                    .filter(store -> code.equals(Reports.ALL) || store.code().equals(code))
                    .toList();
            return wanted.isEmpty() && !code.equals(Reports.ALL)
                    ? Response.problem(ReportsApi.UNKNOWN_STORE, "no store has the code " + code)
                    : Response.ok(today(sql, wanted));
        });
    }

    private Today today(Handle sql, List<NamedStore> wanted) {
        List<StoreToday> stores = new ArrayList<>();
        AllToday total = AllToday.ZERO;
        List<Hour> hours = new ArrayList<>(IntStream.range(0, HOURS)
                .mapToObj(hour -> new Hour(hour, Totals.ZERO, Totals.ZERO))
                .toList());
        for (NamedStore store : wanted) {
            LocalDateTime now = LocalDateTime.ofInstant(clock.instant(), ZoneId.of(store.timeZone()));
            List<HourOfDay> ofStore = hours(sql, store.code(), now.toLocalDate());
            StoreToday today = of(store, now, ofStore);
            stores.add(today);
            total = total.plus(today);
            ofStore.forEach(hour -> add(hours, hour, now.toLocalDate()));
        }
        return new Today(stores, total, hours);
    }

    record HourOfDay(LocalDate day, int hour, @Nested Totals totals) {}

    private static List<HourOfDay> hours(Handle sql, String store, LocalDate today) {
        return sql.createQuery("SELECT day, hour, " + Totals.COLUMNS + """
                        FROM store_hour WHERE store_code = :store AND day IN (:today, :before)
                        GROUP BY day, hour ORDER BY day, hour LIMIT :limit
                        """)
                .bind("store", store)
                .bind("today", today)
                .bind("before", today.minusWeeks(1))
                .bind("limit", DAYS_COMPARED * HOURS)
                .map(ConstructorMapper.of(HourOfDay.class))
                .list();
    }

    private static StoreToday of(NamedStore store, LocalDateTime now, List<HourOfDay> hours) {
        LocalDate today = now.toLocalDate();
        return new StoreToday(
                store.code(),
                store.name(),
                today,
                now.getHour(),
                sum(hours, hour -> hour.day().equals(today)),
                sum(hours, hour -> hour.day().equals(today) && hour.hour() < now.getHour()),
                sum(hours, hour -> !hour.day().equals(today) && hour.hour() < now.getHour()),
                sum(hours, hour -> !hour.day().equals(today)));
    }

    private static Totals sum(List<HourOfDay> hours, Predicate<HourOfDay> which) {
        return hours.stream().filter(which).map(HourOfDay::totals).reduce(Totals.ZERO, Totals::plus);
    }

    private static void add(List<Hour> hours, HourOfDay added, LocalDate today) {
        Hour sum = hours.get(added.hour());
        hours.set(
                added.hour(),
                added.day().equals(today)
                        ? new Hour(sum.hour(), sum.today().plus(added.totals()), sum.before())
                        : new Hour(sum.hour(), sum.today(), sum.before().plus(added.totals())));
    }
}
