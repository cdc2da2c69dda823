package dev.comptoir.platform.http;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of an endpoint: its documentation, its parser and its bounds, declared once.
 *
 * @param <T> the parsed value
 */
public final class Parameter<T> {
    /** The part of a request with the parameter. */
    public enum Place {
        PATH,
        QUERY,
        HEADER
    }

    private static final int TEXT_LIMIT = 200;

    private final Place place;
    private final String name;
    private final String description;
    private final String expectation;
    private final SchemaType schemaType;
    private final Function<String, @Nullable T> parse;
    private final @Nullable T fallback;
    private final boolean required;

    /** JSON Schema's type and format. */
    public record SchemaType(String type, @Nullable String format) {}

    private Parameter(
            Place place,
            String name,
            String description,
            String expectation,
            SchemaType schemaType,
            Function<String, @Nullable T> parse,
            @Nullable T fallback,
            boolean required) {
        this.place = place;
        this.name = name;
        this.description = description;
        this.expectation = expectation;
        this.schemaType = schemaType;
        this.parse = parse;
        this.fallback = fallback;
        this.required = required;
    }

    /** A part of the path that fits a pattern. */
    public static Parameter<String> path(String name, String description, String pattern) {
        return text(Place.PATH, name, description, pattern).required();
    }

    /** A number in the path, from 1. */
    public static Parameter<Long> pathNumber(String name, String description) {
        return new Parameter<>(
                Place.PATH,
                name,
                description,
                "a whole number from 1",
                new SchemaType("integer", "int64"),
                text -> positive(text),
                null,
                true);
    }

    /** A UUID in the path. */
    public static Parameter<UUID> pathUuid(String name, String description) {
        return new Parameter<>(
                Place.PATH, name, description, "a UUID", new SchemaType("string", "uuid"), Parameter::uuid, null, true);
    }

    /** A text of at most {@value #TEXT_LIMIT} characters in the query. */
    public static Parameter<String> query(String name, String description) {
        return text(Place.QUERY, name, description, "[^\\p{Cntrl}]{0," + TEXT_LIMIT + "}");
    }

    /** A text in the query that fits a pattern. */
    public static Parameter<String> query(String name, String description, String pattern) {
        return text(Place.QUERY, name, description, pattern);
    }

    /** A header that fits a pattern. */
    public static Parameter<String> header(String name, String description, String pattern) {
        return text(Place.HEADER, name, description, pattern);
    }

    /** A whole number in the query, from {@code min} to {@code max}. */
    public static Parameter<Long> queryNumber(String name, String description, long min, long max) {
        return new Parameter<>(
                Place.QUERY,
                name,
                description,
                "a whole number from " + min + " to " + max,
                new SchemaType("integer", "int64"),
                text -> between(text, min, max),
                null,
                false);
    }

    /** A day in the query. */
    public static Parameter<LocalDate> queryDay(String name, String description) {
        return new Parameter<>(
                Place.QUERY,
                name,
                description,
                "a day as 2026-11-23",
                new SchemaType("string", "date"),
                Parameter::day,
                null,
                false);
    }

    /** One of several words in the query. */
    public static Parameter<String> queryWord(String name, String description, String... words) {
        return new Parameter<>(
                Place.QUERY,
                name,
                description,
                "one of " + String.join(", ", words),
                new SchemaType("string", null),
                text -> Arrays.asList(words).contains(text) ? text : null,
                null,
                false);
    }

    private static Parameter<String> text(Place place, String name, String description, String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        return new Parameter<>(
                place,
                name,
                description,
                "a text that matches " + pattern,
                new SchemaType("string", null),
                text -> compiled.matcher(text).matches() ? text : null,
                null,
                false);
    }

    /** The same parameter with a default. */
    public Parameter<T> orElse(T value) {
        return new Parameter<>(place, name, description, expectation, schemaType, parse, value, false);
    }

    /** The same parameter, refused when absent. */
    public Parameter<T> required() {
        return new Parameter<>(place, name, description, expectation, schemaType, parse, null, true);
    }

    /** @throws Refused when it is required and absent, or invalid */
    @Nullable T read(@Nullable String text) {
        if (text == null || (text.isEmpty() && place != Place.PATH)) {
            if (required) {
                throw Refused.invalid("%s %s is missing: %s is expected".formatted(word(), name, expectation));
            }
            return fallback;
        }
        T value = text.length() > 10 * TEXT_LIMIT ? null : parse.apply(text);
        if (value == null) {
            throw Refused.invalid("%s %s is not %s".formatted(word(), name, expectation));
        }
        return value;
    }

    private String word() {
        return place == Place.HEADER ? "header" : "parameter";
    }

    private static @Nullable Long positive(String text) {
        return between(text, 1, Long.MAX_VALUE);
    }

    private static @Nullable Long between(String text, long min, long max) {
        try {
            long number = Long.parseLong(text);
            return number < min || number > max ? null : number;
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    private static @Nullable UUID uuid(String text) {
        try {
            return text.length() == 36 ? UUID.fromString(text) : null;
        } catch (IllegalArgumentException notAUuid) {
            return null;
        }
    }

    private static @Nullable LocalDate day(String text) {
        try {
            LocalDate day = LocalDate.parse(text);
            return day.getYear() < 2000 || day.getYear() > 2200 ? null : day;
        } catch (DateTimeParseException notADay) {
            return null;
        }
    }

    public Place place() {
        return place;
    }

    public String name() {
        return name;
    }

    public String description() {
        return description + " (" + expectation + ")";
    }

    public SchemaType schemaType() {
        return schemaType;
    }

    public @Nullable T fallback() {
        return fallback;
    }

    public boolean isRequired() {
        return required;
    }
}
