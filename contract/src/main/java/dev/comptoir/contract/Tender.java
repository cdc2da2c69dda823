package dev.comptoir.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A means of payment. Only cash gives change. */
public enum Tender {
    CASH("cash"),
    CARD("card");

    private final String word;

    Tender(String word) {
        this.word = word;
    }

    /** The word that stands in JSON. */
    @JsonValue
    public String word() {
        return word;
    }

    /** @throws IllegalArgumentException when no tender has that word */
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
