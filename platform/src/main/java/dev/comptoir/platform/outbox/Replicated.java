package dev.comptoir.platform.outbox;

import dev.comptoir.platform.sql.Transaction;
import java.util.Map;

/** The state of a service that its destinations hold copies of. */
public interface Replicated {
    /** For a service without copies elsewhere. */
    Replicated NOTHING = new Replicated() {
        @Override
        public Map<String, String> digests(Transaction transaction, String destination) {
            return Map.of();
        }

        @Override
        public void introduce(Transaction transaction, String destination, Cause cause, Map<String, String> held) {}
    };

    /** Why the copies of a destination are sent anew. */
    enum Cause {
        /** This service's database was restored to an earlier moment: the destination holds events that it has lost. */
        RESTORED,

        /** The destination was restored to a moment before the oldest event that is still stored. */
        LOG_TOO_SHORT,

        /** The destination's copies differ, although it has every event. */
        DIFFERENT
    }

    /**
     * Digests of what the destination holds when it has every event, by name; none when nothing is to be compared now. They
     * travel with each heartbeat, so they must be cheap; equal states have equal digests.
     */
    Map<String, String> digests(Transaction transaction, String destination);

    /**
     * Brings the destination's copies into agreement, usually by events with the whole state. The transaction holds the lock
     * of the destination's log.
     *
     * @param held what the destination holds of this service's state, by name: its {@link EventHandler#held}
     */
    void introduce(Transaction transaction, String destination, Cause cause, Map<String, String> held);
}
