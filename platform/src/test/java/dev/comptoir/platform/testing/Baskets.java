package dev.comptoir.platform.testing;

import dev.comptoir.platform.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Sales with the cents that the rules give, made by hand from the rules of decision 16. */
public final class Baskets {
    private static final JsonNode FILE = Json.read(text(), JsonNode.class);

    private Baskets() {}

    /**
     * A sale, its refunds, and what is expected of them.
     *
     * @param json as in the file
     */
    public record Basket(JsonNode json) {
        /** The taxes of its store as in a profile; the dates are shifted so that the day of the sale is {@code today}. */
        public JsonNode taxes(LocalDate today) {
            long shift =
                    ChronoUnit.DAYS.between(LocalDate.parse(json.path("day").asString()), today);
            ArrayNode taxes = (ArrayNode)
                    FILE.path("rateTables").path(json.path("rates").asString()).deepCopy();
            taxes.forEach(tax -> tax.path("rates").forEach(rate -> {
                shift((ObjectNode) rate, "from", shift);
                shift((ObjectNode) rate, "to", shift);
            }));
            return taxes;
        }

        private static void shift(ObjectNode rate, String member, long days) {
            if (rate.has(member)) {
                rate.put(
                        member,
                        LocalDate.parse(rate.path(member).asString())
                                .plusDays(days)
                                .toString());
            }
        }

        /** Baskets of one store can be sold at the same register. */
        public String store() {
            return json.path("rates").asString() + " " + json.path("increment").asInt() + " "
                    + json.path("day").asString();
        }

        @Override
        public String toString() {
            return json.path("name").asString();
        }
    }

    public static Stream<Basket> all() {
        return FILE.path("baskets").valueStream().map(Basket::new);
    }

    /** Taxes as they are compared: in the order of names and rates, without those on nothing. */
    public static List<String> charged(JsonNode taxes) {
        return taxes.valueStream()
                .filter(tax -> tax.path("base").asLong() != 0)
                .map(tax -> "%s %d of %d: %d"
                        .formatted(
                                tax.path("name").asString(),
                                tax.path("perMillion").asInt(),
                                tax.path("base").asLong(),
                                tax.path("amount").asLong()))
                .sorted()
                .toList();
    }

    private static String text() {
        try (InputStream file = Baskets.class.getResourceAsStream("baskets.json")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
