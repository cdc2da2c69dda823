package dev.comptoir.platform.http;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lists in pages, by key and not by offset. */
public final class Paging {
    public static final int PAGE_LIMIT = 200;

    public static final Parameter<Long> LIMIT = Parameter.queryNumber(
                    "limit", "The largest number of items", 1, PAGE_LIMIT)
            .orElse(50L);

    public static final Parameter<String> AFTER =
            Parameter.query("after", "The field next of the previous page", "[A-Za-z0-9_\\-]{1,400}");

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
     * The cursor of the next page, if there is one.
     *
     * @param rows one more than the limit if there is a next page
     */
    public static <T> @Nullable String next(List<T> rows, long limit, Function<T, Object[]> key) {
        return rows.size() <= limit ? null : Cursor.of(key.apply(rows.get((int) limit - 1)));
    }

    /** The rows of this page. */
    public static <T> List<T> page(List<T> rows, long limit) {
        return rows.size() <= limit ? rows : List.copyOf(rows.subList(0, (int) limit));
    }
}
