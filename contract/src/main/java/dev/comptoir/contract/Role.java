package dev.comptoir.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** An employee's permissions. A manager has all of them. */
public enum Role {
    CLERK("clerk"),
    WAREHOUSE_CLERK("warehouse-clerk"),
    MANAGER("manager");

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
            if (role.word.equals(word)) {
                return role;
            }
        }
        throw new IllegalArgumentException("a role is one of clerk, warehouse-clerk, manager");
    }
}
