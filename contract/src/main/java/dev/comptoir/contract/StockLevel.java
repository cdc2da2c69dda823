package dev.comptoir.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A quantity on a shelf relative to the thresholds of its product. */
public enum StockLevel {
    OUT("out"),
    LOW("low"),
    NORMAL("normal"),
    OVER("over");

    private final String word;

    StockLevel(String word) {
        this.word = word;
    }

    /** The value in JSON and in the databases. */
    @JsonValue
    public String word() {
        return word;
    }

    /** @throws IllegalArgumentException when there is no such level */
    @JsonCreator
    public static StockLevel of(String word) {
        for (StockLevel level : values()) {
            if (level.word.equals(word)) {
                return level;
            }
        }
        throw new IllegalArgumentException("a stock level is one of out, low, normal, over");
    }
}
