package dev.comptoir.logistics.replenishment;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.stream.Stream;

/** The state of a restock order. */
public enum RestockState {
    REQUESTED("requested"),
    SHIPPED("shipped"),
    REFUSED("refused"),
    RECEIVED("received"),

    /** One that a newer version stored. No request can name it, and an order in it cannot be decided. */
    @JsonEnumDefaultValue
    UNKNOWN("unknown");

    private final String word;

    RestockState(String word) {
        this.word = word;
    }

    /** Its word in JSON and in the database. */
    @JsonValue
    public String word() {
        return word;
    }

    /** @throws IllegalArgumentException when no state has the word */
    @JsonCreator
    static RestockState of(String word) {
        return known().filter(state -> state.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no state of a restock order is named " + word));
    }

    /** As stored by this or another version: {@link #UNKNOWN} when this version does not have it. */
    public static RestockState stored(String word) {
        return known().filter(state -> state.word.equals(word)).findFirst().orElse(UNKNOWN);
    }

    static String[] words() {
        return known().map(RestockState::word).toArray(String[]::new);
    }

    private static Stream<RestockState> known() {
        return Arrays.stream(values()).filter(state -> state != UNKNOWN);
    }
}
