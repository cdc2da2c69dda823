package dev.comptoir.contract;

import java.util.List;

/**
 * What a customer pays for the containers of one unit of a product, or gets back for empty ones. It is never taxed and never
 * discounted.
 *
 * @param containers 1 to 1,000: a six-pack has 6
 * @param each for one container, 1 to 10,000 cents
 */
public record Deposit(int containers, Money each) {
    private static final int CONTAINERS_LIMIT = 1_000;
    private static final long EACH_LIMIT = 10_000;

    /** @throws IllegalArgumentException when a part is out of range */
    public Deposit {
        require(containers, each);
    }

    /** @throws IllegalArgumentException when a part is out of range */
    public static void require(int containers, Money each) {
        if (containers < 1 || containers > CONTAINERS_LIMIT || each.cents() < 1 || each.cents() > EACH_LIMIT) {
            throw new IllegalArgumentException(
                    "a deposit is for 1 to 1,000 containers, and for each of them 1 to 10,000 cents");
        }
    }

    /** For one unit of the product, or for all empties. */
    public Money amount() {
        return each.times(containers);
    }

    /** The sum of the deposits of empties. */
    public static Money sum(List<Deposit> empties) {
        return Money.sum(empties.stream().map(Deposit::amount));
    }
}
