package dev.comptoir.logistics.replenishment;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** The state of a restock order. */
enum RestockState {
    REQUESTED("requested"),
    SHIPPED("shipped"),
    REFUSED("refused"),
    RECEIVED("received");

    private final String word;

    RestockState(String word) {
        this.word = word;
    }

    /** Its word in JSON and in the database. */
    @JsonValue
    String word() {
        return word;
    }

    /** @throws IllegalArgumentException when no state has the word */
    @JsonCreator
    static RestockState of(String word) {
        return Arrays.stream(values())
                .filter(state -> state.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no state of a restock order is named " + word));
    }

    static String[] words() {
        return Arrays.stream(values()).map(RestockState::word).toArray(String[]::new);
    }
}
