package dev.comptoir.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.stream.Stream;

/** A quantity on a shelf relative to the thresholds of its product. */
public enum StockLevel {
    OUT("out"),
    LOW("low"),
    NORMAL("normal"),
    OVER("over"),

    /** One that a newer version stored. No request can name it. */
    @JsonEnumDefaultValue
    UNKNOWN("unknown");

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
            if (level != UNKNOWN && level.word.equals(word)) {
                return level;
            }
        }
        throw new IllegalArgumentException("a stock level is one of out, low, normal, over");
    }

    /** As stored by this or another version: {@link #UNKNOWN} when this version does not have it. */
    public static StockLevel stored(String word) {
        return Stream.of(values())
                .filter(level -> level.word.equals(word))
                .findFirst()
                .orElse(UNKNOWN);
    }
}
