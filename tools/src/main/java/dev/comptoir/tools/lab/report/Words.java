package dev.comptoir.tools.lab.report;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;

/** The report's texts in one language, with places for figures. */
final class Words {
    static final List<Words> ALL = List.of(in("en"), in("fr"));

    private final String language;
    private final Properties texts = new Properties();

    private Words(String language) {
        this.language = language;
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(Words.class.getResourceAsStream("words_" + language + ".properties")),
                StandardCharsets.UTF_8)) {
            texts.load(reader);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static Words in(String language) {
        return new Words(language);
    }

    String language() {
        return language;
    }

    /**
     * @param values for {@code {0}}, {@code {1}}; numbers in the language's format
     * @throws IllegalStateException when the key has no text
     */
    String text(String key, Object... values) {
        String text = texts.getProperty(key);
        if (text == null) {
            throw new IllegalStateException("words_" + language + ".properties has no " + key);
        }
        for (int at = 0; at < values.length; at++) {
            String value = values[at] instanceof Number number ? number(number.doubleValue()) : values[at].toString();
            text = text.replace("{" + at + "}", value);
        }
        return text;
    }

    /** Three significant digits; a dash without a value. */
    String number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return "–";
        }
        double size = Math.abs(value);
        boolean whole = value == Math.rint(value) || size >= 100;
        NumberFormat format = NumberFormat.getNumberInstance(Locale.of(language, "CA"));
        format.setMaximumFractionDigits(whole ? 0 : size >= 10 ? 1 : 2);
        format.setMinimumFractionDigits(0);
        return format.format(value);
    }

    /** {@code 12 (10–15)}: the median of the repetitions, and the lowest and the highest. */
    String spread(List<Double> values) {
        List<Double> sorted =
                values.stream().filter(value -> !value.isNaN()).sorted().toList();
        if (sorted.isEmpty()) {
            return number(Double.NaN);
        }
        String middle = number((sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2);
        return sorted.size() == 1 || number(sorted.getFirst()).equals(number(sorted.getLast()))
                ? middle
                : middle + " (" + number(sorted.getFirst()) + "–" + number(sorted.getLast()) + ")";
    }

    String percent(double share) {
        return text("percent", 100 * share);
    }
}
