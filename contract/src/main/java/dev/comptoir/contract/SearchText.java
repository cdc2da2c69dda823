package dev.comptoir.contract;

import java.text.Normalizer;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The normalised form of a text for searches: no accents, lower case, single spaces. */
public final class SearchText {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");

    /** Further words are ignored. */
    private static final int WORD_LIMIT = 8;

    private SearchText() {}

    /** The same for {@code "Épicerie"}, {@code "epicerie"} and {@code " EPICERIE "}. */
    public static String of(String text) {
        String bare =
                MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
        String lower = bare.toLowerCase(Locale.ROOT)
                .replace("œ", "oe")
                .replace("æ", "ae")
                .replace("ß", "ss");
        String plain =
                MARKS.matcher(Normalizer.normalize(lower, Normalizer.Form.NFKD)).replaceAll("");
        return SPACES.matcher(plain).replaceAll(" ").strip();
    }

    /** A pattern for SQL's LIKE that matches {@code text} anywhere; its own wildcards are escaped. */
    public static String pattern(String text) {
        return "%" + of(text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }

    /**
     * One pattern for each of the first {@value #WORD_LIMIT} words of {@code text}: a text is found when all of them match. The
     * longest word, which is the most selective, comes first.
     */
    public static List<String> patterns(String text) {
        return Pattern.compile(" ")
                .splitAsStream(of(text))
                .limit(WORD_LIMIT)
                .map(SearchText::pattern)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }
}
