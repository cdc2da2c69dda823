package dev.comptoir.platform.sql;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.Query;

/**
 * Finds the rows of a table whose column {@code search} contains all of some words, page by page in the order of the columns
 * {@code name} and {@code id}. Words that many rows contain fill a page from the next rows in that order; other words are
 * looked up: the column has an index of trigrams, and one of {@code fragments(search)}, its characters and pairs of
 * characters, for words without a trigram.
 *
 * @param words in the form of the column
 */
public record WordSearch(List<String> words) {
    /** Rows of the table that are read in order before an index of words is. */
    private static final int NEXT_ROWS = 500;

    /** As pg_trgm extracts them from a pattern: of letters and digits. */
    private static final Pattern TRIGRAM = Pattern.compile("[\\p{L}\\p{N}]{3}");

    private static final String IN_ORDER = """
            SELECT * FROM %1$s WHERE (name, id) > (:name, :id) AND (%2$s) ORDER BY name, id LIMIT :limit
            """;

    /** {@code OFFSET 0} keeps the planner from the order's index, in which rare words are far apart. */
    private static final String BY_WORDS = """
            WITH near AS MATERIALIZED (
                SELECT * FROM (SELECT * FROM %1$s WHERE (name, id) > (:name, :id) ORDER BY name, id LIMIT %4$d) AS %1$s
                WHERE search LIKE ALL (:patterns) AND (%2$s) ORDER BY name, id LIMIT :limit),
            page AS MATERIALIZED (
                SELECT (SELECT count(*) FROM near) >= :limit
                       OR NOT EXISTS (SELECT FROM %1$s WHERE (name, id) > (:name, :id) ORDER BY name, id OFFSET %4$d)
                       AS complete)
            SELECT * FROM near WHERE (SELECT complete FROM page)
            UNION ALL
            (SELECT * FROM (SELECT * FROM %1$s
                            WHERE NOT (SELECT complete FROM page) AND %3$s AND (name, id) > (:name, :id) AND (%2$s)
                            OFFSET 0) AS found
             ORDER BY name, id LIMIT :limit)
            """;

    public WordSearch {
        words = List.copyOf(words);
    }

    /**
     * A query for the rows of one page, to be used as a subquery: its order is not guaranteed. Its parameters are those of
     * {@link #bind}; {@code :name} and {@code :id} of the row before the page; and {@code :limit}, the most rows.
     *
     * @param filter a further condition on a row
     */
    public String page(String table, String filter) {
        return words.isEmpty()
                ? IN_ORDER.formatted(table, filter)
                : BY_WORDS.formatted(table, filter, indexed(), NEXT_ROWS);
    }

    private String indexed() {
        return haveNoTrigram()
                ? "fragments(search) @> cast(:fragments AS text[]) AND search LIKE ALL (:patterns)"
                : IntStream.range(0, words.size())
                        .mapToObj(number -> "search LIKE :pattern" + number)
                        .collect(Collectors.joining(" AND "));
    }

    public Query bind(Query query) {
        if (words.isEmpty()) {
            return query;
        }
        List<String> patterns = words.stream().map(WordSearch::pattern).toList();
        query.bindArray("patterns", String.class, patterns);
        if (haveNoTrigram()) {
            return query.bindArray(
                    "fragments",
                    String.class,
                    words.stream().flatMap(WordSearch::fragments).toList());
        }
        for (int number = 0; number < patterns.size(); number++) {
            query.bind("pattern" + number, patterns.get(number));
        }
        return query;
    }

    private boolean haveNoTrigram() {
        return words.stream().noneMatch(word -> TRIGRAM.matcher(word).find());
    }

    /** The pairs of characters of a word, or its only character. */
    private static Stream<String> fragments(String word) {
        String[] characters = word.codePoints().mapToObj(Character::toString).toArray(String[]::new);
        return characters.length == 1
                ? Stream.of(word)
                : IntStream.range(1, characters.length).mapToObj(end -> characters[end - 1] + characters[end]);
    }

    /** Matches {@code word} anywhere; its own wildcards are escaped. */
    private static String pattern(String word) {
        return "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }
}
