package dev.comptoir.tools.chaos;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import tools.jackson.databind.JsonNode;

/** What the client asked and what it was answered: its only truth. */
final class Ledger {

    /** The kinds of requests; all but {@code READ} change something. */
    enum Kind {
        READ,
        SALE,
        REFUND,
        ORDER,
        SHIPMENT,
        PRICE
    }

    /** What came of an intended write in the end. */
    sealed interface Outcome {}

    record Acknowledged(JsonNode answer) implements Outcome {}

    record Refused(int status, String body) implements Outcome {}

    record Unsettled() implements Outcome {}

    record Entry(Kind kind, String key, Outcome outcome) {}

    /**
     * A request as the client saw it.
     *
     * @param intended when it should have left: a client that waits for another answer is not let off
     * @param milliseconds from then to its answer
     * @param failed whether the answer was none that a service gives in good health
     * @param first whether it was not a repetition
     */
    record Attempt(Kind kind, Instant intended, long milliseconds, int status, boolean failed, boolean first) {}

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();
    private final Queue<String> surprises = new ConcurrentLinkedQueue<>();

    void saw(Attempt attempt) {
        attempts.add(attempt);
    }

    void settled(Entry entry) {
        entries.put(entry.key(), entry);
    }

    /** An answer that no fault excuses. */
    void surprised(String what) {
        surprises.add(what);
    }

    List<Attempt> attempts() {
        return List.copyOf(attempts);
    }

    List<String> surprises() {
        return List.copyOf(surprises);
    }

    Collection<Entry> entries() {
        return List.copyOf(entries.values());
    }

    /** The answers to all acknowledged writes of a kind, by key. */
    Map<String, JsonNode> acknowledged(Kind kind) {
        Map<String, JsonNode> answers = new ConcurrentHashMap<>();
        for (Entry entry : entries.values()) {
            if (entry.kind() == kind && entry.outcome() instanceof Acknowledged(var answer)) {
                answers.put(entry.key(), answer);
            }
        }
        return answers;
    }
}
