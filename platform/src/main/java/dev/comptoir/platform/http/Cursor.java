package dev.comptoir.platform.http;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** The end of a page: the key of its last row, opaque to clients. */
public final class Cursor {
    private static final String SEPARATOR = "\u001f";

    /** PostgreSQL's range of instants is smaller than Java's. */
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private Cursor() {}

    public static String of(Object... key) {
        String joined = String.join(
                SEPARATOR, java.util.Arrays.stream(key).map(String::valueOf).toList());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(joined.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The key in a cursor.
     *
     * @param parts the number of its parts
     * @throws Refused when it was not made by {@link #of}
     */
    public static List<String> read(String cursor, int parts) {
        try {
            String joined = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            List<String> key = List.of(joined.split(SEPARATOR, -1));
            if (key.size() == parts && joined.indexOf('\0') < 0) {
                return key;
            }
        } catch (IllegalArgumentException notBase64) {
            throw Refused.invalid("parameter after is not a cursor of this list");
        }
        throw Refused.invalid("parameter after is not a cursor of this list");
    }

    /** A part that is a number. */
    public static long number(String part) {
        try {
            return Long.parseLong(part);
        } catch (NumberFormatException notANumber) {
            throw Refused.invalid("parameter after is not a cursor of this list");
        }
    }

    /** A part that is an instant. */
    public static Instant instant(String part) {
        try {
            Instant moment = Instant.parse(part);
            if (!moment.isBefore(EARLIEST) && moment.isBefore(LATEST)) {
                return moment;
            }
        } catch (DateTimeParseException notAMoment) {
            throw Refused.invalid("parameter after is not a cursor of this list");
        }
        throw Refused.invalid("parameter after is not a cursor of this list");
    }

    /** A part that is a UUID. */
    public static UUID uuid(String part) {
        try {
            return UUID.fromString(part);
        } catch (IllegalArgumentException notAUuid) {
            throw Refused.invalid("parameter after is not a cursor of this list");
        }
    }
}
