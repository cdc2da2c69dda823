package dev.comptoir.tools.chaos;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import tools.jackson.databind.JsonNode;

/** What the clients sent and received: the only input of the audit from the clients. */
final class Ledger {

    /** The kinds of requests; all except {@code READ} are writes. */
    enum Kind {
        READ,
        SALE,
        REFUND,
        ORDER,
        SHIPMENT,
        PRICE
    }

    /** The final outcome of a write. */
    sealed interface Outcome {}

    record Acknowledged(JsonNode response) implements Outcome {}

    record Refused(int status, String body) implements Outcome {}

    record Unknown() implements Outcome {}

    record Entry(Kind kind, String key, Outcome outcome) {}

    /**
     * The first attempt of a request; retries are not counted.
     *
     * @param intended when it should have been sent, which may be before it was sent
     * @param milliseconds from then to the response
     * @param failed whether a healthy service would not have responded so
     */
    record Attempt(Kind kind, Instant intended, long milliseconds, int status, boolean failed) {}

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();
    private final Queue<String> surprises = new ConcurrentLinkedQueue<>();

    void attempted(Attempt attempt) {
        attempts.add(attempt);
    }

    void settled(Entry entry) {
        entries.put(entry.key(), entry);
    }

    /** Records a response that no fault excuses. */
    void surprised(String description) {
        surprises.add(description);
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

    /** The responses to all acknowledged writes of a kind, by key. */
    Map<String, JsonNode> acknowledged(Kind kind) {
        Map<String, JsonNode> responses = new ConcurrentHashMap<>();
        for (Entry entry : entries.values()) {
            if (entry.kind() == kind && entry.outcome() instanceof Acknowledged(var response)) {
                responses.put(entry.key(), response);
            }
        }
        return responses;
    }
}
