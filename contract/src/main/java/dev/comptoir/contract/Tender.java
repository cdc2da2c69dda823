package dev.comptoir.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.stream.Stream;

/** A payment method. Only cash gives change. */
public enum Tender {
    CASH("cash"),
    CARD("card"),

    /** Goods that came back. No request can name it: a sale and a refund are made together. */
    EXCHANGE("exchange"),

    /** One that a newer version stored. No request can name it. */
    @JsonEnumDefaultValue
    UNKNOWN("unknown");

    private final String word;

    Tender(String word) {
        this.word = word;
    }

    /** The value in JSON. */
    @JsonValue
    public String word() {
        return word;
    }

    /** @throws IllegalArgumentException when there is no such tender */
    @JsonCreator
    public static Tender of(String word) {
        for (Tender tender : values()) {
            if (tender != UNKNOWN && tender.word.equals(word)) {
                return tender;
            }
        }
        throw new IllegalArgumentException("a tender is one of cash, card, exchange");
    }

    /** As stored by this or another version: {@link #UNKNOWN} when this version does not have it. */
    public static Tender stored(String word) {
        return Stream.of(values())
                .filter(tender -> tender.word.equals(word))
                .findFirst()
                .orElse(UNKNOWN);
    }
}
