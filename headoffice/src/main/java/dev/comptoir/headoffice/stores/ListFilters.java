package dev.comptoir.headoffice.stores;

import dev.comptoir.platform.http.Parameter;
import dev.comptoir.platform.http.Request;
import java.time.LocalDate;
import java.util.Objects;

/** Query parameters by which lists of all stores are filtered. */
public final class ListFilters {
    public static final Parameter<String> STORE =
            Parameter.query("store", "The code of a store; all when absent", "[A-Z][A-Z0-9]{0,7}");
    public static final Parameter<LocalDate> FROM = Parameter.queryDay("from", "The first business day");
    public static final Parameter<LocalDate> TO = Parameter.queryDay("to", "The last business day");

    /** The cursor's moment on the first page of a list with the newest entries first. */
    public static final String LATEST = "2300-01-01T00:00:00Z";

    private static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);
    private static final LocalDate LAST_DAY = LocalDate.of(2200, 12, 31);

    private ListFilters() {}

    public static LocalDate firstDay(Request request) {
        return Objects.requireNonNullElse(request.find(FROM), FIRST_DAY);
    }

    public static LocalDate lastDay(Request request) {
        return Objects.requireNonNullElse(request.find(TO), LAST_DAY);
    }
}
