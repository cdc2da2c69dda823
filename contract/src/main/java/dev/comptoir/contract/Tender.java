package dev.comptoir.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A payment method. Only cash gives change. */
public enum Tender {
    CASH("cash"),
    CARD("card");

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
            if (tender.word.equals(word)) {
                return tender;
            }
        }
        throw new IllegalArgumentException("a tender is one of cash, card");
    }
}
