package dev.comptoir.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * How many units of a product are sold, returned, asked for or delivered; its JSON is that integer.
 *
 * @param units from 1 to {@value #LIMIT}
 */
public record Quantity(@JsonValue int units) {
    public static final int LIMIT = 10_000;

    /** @throws IllegalArgumentException when it is not in the range */
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
