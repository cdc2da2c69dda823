package dev.comptoir.store.checkout;

import dev.comptoir.store.checkout.Outcome.Done;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Orders that are sold together, and their outcomes so far. */
final class Batch {
    private final List<Optional<Outcome<Sale>>> outcomes = new ArrayList<>();
    private final List<Draft> drafts = new ArrayList<>();
    private final List<Integer> orderOfDraft = new ArrayList<>();
    private final Map<Shelf, Integer> taken = new HashMap<>();

    private record Shelf(String store, long product) {}

    /** Adds an order that needs no writing. */
    void add(Outcome<Sale> outcome) {
        outcomes.add(Optional.of(outcome));
    }

    /** Adds an order to be written, unless the orders before it leave too few units: then it stays without an outcome. */
    void add(Draft draft) {
        if (draft.offer().lines().stream().allMatch(line -> line.left() >= line.quantity() + taken(draft, line))) {
            draft.offer().lines().forEach(line -> taken.merge(shelf(draft, line), line.quantity(), Integer::sum));
            drafts.add(draft);
            orderOfDraft.add(outcomes.size());
        }
        outcomes.add(Optional.empty());
    }

    private int taken(Draft draft, Offer.Line line) {
        return taken.getOrDefault(shelf(draft, line), 0);
    }

    private static Shelf shelf(Draft draft, Offer.Line line) {
        return new Shelf(draft.order().till().store(), line.product().id());
    }

    List<Draft> drafts() {
        return drafts;
    }

    /** @param place of the draft, from 1 */
    Sale sold(int place, String number) {
        Sale sale = drafts.get(place - 1).sale().numbered(number);
        outcomes.set(orderOfDraft.get(place - 1), Optional.of(new Done<>(sale)));
        return sale;
    }

    /** In the order of the orders; empty for those that are neither refused nor sold. */
    List<Optional<Outcome<Sale>>> outcomes() {
        return outcomes;
    }
}
