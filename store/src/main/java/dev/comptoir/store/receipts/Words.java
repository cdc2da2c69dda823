package dev.comptoir.store.receipts;

import dev.comptoir.contract.Money;
import dev.comptoir.platform.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import tools.jackson.core.type.TypeReference;

/** The words of the pages in a customer's language, and its numbers, money and dates. */
final class Words {
    static final List<String> LANGUAGES = List.of("fr", "en");

    private static final Map<String, Words> ALL = Map.of(
            "fr", new Words("fr", Locale.CANADA_FRENCH),
            "en", new Words("en", Locale.CANADA));

    /** Rates are stored in millionths. */
    private static final int RATE_DIGITS = 6;

    /** A rate is a percentage with its own decimals: 9.975 %. */
    private static final int PERCENT_DIGITS = 4;

    private final String language;
    private final Locale locale;
    private final Map<String, String> texts;

    private Words(String language, Locale locale) {
        this.language = language;
        this.locale = locale;
        this.texts = read("/dev/comptoir/store/web/words/" + language + ".json");
    }

    private static Map<String, String> read(String file) {
        try (InputStream bytes = Objects.requireNonNull(Words.class.getResourceAsStream(file), file)) {
            return Json.mapper().readValue(bytes, new TypeReference<Map<String, String>>() {});
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** @throws NullPointerException when the language is not one of {@link #LANGUAGES} */
    static Words of(String language) {
        return Objects.requireNonNull(ALL.get(language), language);
    }

    String language() {
        return language;
    }

    String text(String key) {
        return Objects.requireNonNull(texts.get(key), key);
    }

    /** With {@code {name}} replaced by the value of that name. */
    String text(String key, Map<String, String> values) {
        String text = text(key);
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace('{' + value.getKey() + '}', value.getValue());
        }
        return text;
    }

    /** The name of a tax in this language; the tax's own name where there is no other. */
    String tax(String name) {
        return texts.getOrDefault("tax." + name, name);
    }

    String number(int value) {
        return NumberFormat.getIntegerInstance(locale).format(value);
    }

    String money(Money amount) {
        return NumberFormat.getCurrencyInstance(locale).format(BigDecimal.valueOf(amount.cents(), 2));
    }

    /** With a plus when it is above zero. */
    String signedMoney(Money amount) {
        return (amount.cents() > 0 ? "+" : "") + money(amount);
    }

    String rate(int perMillion) {
        NumberFormat percent = NumberFormat.getPercentInstance(locale);
        percent.setMaximumFractionDigits(PERCENT_DIGITS);
        return percent.format(BigDecimal.valueOf(perMillion, RATE_DIGITS));
    }

    /** In French, the first day of a month is {@code 1er}. */
    String dateTime(Instant moment, ZoneId timeZone) {
        ZonedDateTime local = moment.atZone(timeZone);
        String text = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .withLocale(locale)
                .format(local);
        return language.equals("fr") && local.getDayOfMonth() == 1 ? text.replaceFirst("^1 ", "1er ") : text;
    }
}
