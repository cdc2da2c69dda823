package dev.comptoir.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A number of units of a product that are sold, returned, requested or delivered; its JSON is that integer.
 *
 * @param units from 1 to {@value #LIMIT}
 */
public record Quantity(@JsonValue int units) {
    public static final int LIMIT = 10_000;

    /** @throws IllegalArgumentException when it is out of range */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Quantity {
        if (units < 1 || units > LIMIT) {
            throw new IllegalArgumentException("a quantity lies between 1 and " + LIMIT);
        }
    }

    public static Quantity of(int units) {
        return new Quantity(units);
    }
}
