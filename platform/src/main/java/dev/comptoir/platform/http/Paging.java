package dev.comptoir.platform.http;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The parameters of lists that are read page by page, by key and not by offset. */
public final class Paging {
    public static final int MOST = 200;

    public static final Parameter<Long> LIMIT =
            Parameter.queryNumber("limit", "How many at the most", 1, MOST).orElse(50L);

    public static final Parameter<String> AFTER =
            Parameter.query("after", "The next of the page before", "[A-Za-z0-9_\\-]{1,400}");

    private Paging() {}

    /**
     * The key after which the page begins.
     *
     * @param first the key of the first page; a cursor must have as many parts
     * @throws Refused when the client's cursor is not one of this list
     */
    public static List<String> key(Request request, String... first) {
        String after = request.find(AFTER);
        return after == null ? List.of(first) : Cursor.read(after, first.length);
    }

    /**
     * The cursor for the next page, when there is one.
     *
     * @param rows one more than the limit, when there are more
     */
    public static <T> @Nullable String next(List<T> rows, long limit, Function<T, Object[]> key) {
        return rows.size() <= limit ? null : Cursor.of(key.apply(rows.get((int) limit - 1)));
    }

    /** The rows of this page. */
    public static <T> List<T> page(List<T> rows, long limit) {
        return rows.size() <= limit ? rows : List.copyOf(rows.subList(0, (int) limit));
    }
}
