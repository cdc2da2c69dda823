package dev.comptoir.headoffice.reporting;

import dev.comptoir.headoffice.reporting.Reports.Days;
import dev.comptoir.headoffice.stores.NamedStore;
import dev.comptoir.platform.http.Parameter;
import dev.comptoir.platform.http.Refused;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.sql.Database;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;

/** The business days that a report is requested for. */
record Period(Database database, Clock clock) {
    static final Parameter<LocalDate> FROM =
            Parameter.queryDay("from", "The first business day; today in the stores when both are absent");
    static final Parameter<LocalDate> TO = Parameter.queryDay("to", "The last business day; the first one when absent");

    /**
     * The days of a request: those of today in the stores when it names none.
     *
     * @param store a code, or {@code all}
     * @throws Refused when they are in the wrong order or more than {@code limit} days apart
     */
    Days days(Request request, String store, int limit) {
        LocalDate from = request.find(FROM);
        LocalDate to = request.find(TO);
        if (from == null && to == null) {
            return today(store);
        }
        Days days = new Days(Objects.requireNonNullElse(from, to), Objects.requireNonNullElse(to, from));
        if (days.to().isBefore(days.from()) || days.from().plusDays(limit).isBefore(days.to())) {
            throw Refused.invalid("from and to are at most %d days apart, the earlier first".formatted(limit));
        }
        return days;
    }

    /** Two days while it is past midnight in some of the stores, so that today is complete in all of them. */
    private Days today(String store) {
        Instant now = clock.instant();
        List<LocalDate> days = database.read(NamedStore::all).stream()
                .filter(one -> store.equals(Reports.ALL) || one.code().equals(store))
                .map(one -> LocalDate.ofInstant(now, ZoneId.of(one.timeZone())))
                .sorted()
                .toList();
        return days.isEmpty()
                ? new Days(LocalDate.ofInstant(now, ZoneOffset.UTC), LocalDate.ofInstant(now, ZoneOffset.UTC))
                : new Days(days.getFirst(), days.getLast());
    }
}
