package dev.comptoir.contract;

import java.text.Normalizer;
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

    /** The first {@value #WORD_LIMIT} words of {@code text}: a text is found when it contains all of them. */
    public static List<String> words(String text) {
        return Pattern.compile(" ")
                .splitAsStream(of(text))
                .filter(word -> !word.isEmpty())
                .limit(WORD_LIMIT)
                .toList();
    }
}
