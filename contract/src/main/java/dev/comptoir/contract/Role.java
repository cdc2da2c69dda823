package dev.comptoir.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.stream.Stream;

/** An employee's permissions. A manager has all of them. */
public enum Role {
    CLERK("clerk"),
    WAREHOUSE_CLERK("warehouse-clerk"),
    MANAGER("manager"),

    /** One that a newer version stored. It permits nothing, and no request can name it. */
    @JsonEnumDefaultValue
    UNKNOWN("unknown");

    private final String word;

    Role(String word) {
        this.word = word;
    }

    /** The value in JSON, in tokens and in the databases. */
    @JsonValue
    public String word() {
        return word;
    }

    /** @throws IllegalArgumentException when there is no such role */
    @JsonCreator
    public static Role of(String word) {
        for (Role role : values()) {
            if (role != UNKNOWN && role.word.equals(word)) {
                return role;
            }
        }
        throw new IllegalArgumentException("a role is one of clerk, warehouse-clerk, manager");
    }

    /** As stored by this or another version: {@link #UNKNOWN} when this version does not have it. */
    public static Role stored(String word) {
        return Stream.of(values())
                .filter(role -> role.word.equals(word))
                .findFirst()
                .orElse(UNKNOWN);
    }
}
