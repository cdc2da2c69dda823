package dev.comptoir.platform.outbox;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service whose events are applied here.
 *
 * @param applied how many of them have ever taken effect
 * @param backlog how many events it had still to send at its last contact
 * @param oldestAt when the oldest of them was written
 * @param differing the names of its state whose copies here differ, although every event has arrived
 */
public record Sender(
        String name,
        long applied,
        long backlog,
        @Nullable Instant oldestAt,
        Instant lastContact,
        Letters deadLetters,
        Restores restores,
        List<String> differing) {
    public Sender {
        differing = List.copyOf(differing);
    }

    /**
     * Its events that could not be applied.
     *
     * @param notYet they depend on events that have not arrived, and are tried again
     * @param never somebody has to settle them
     */
    public record Letters(long notYet, long never) {}

    /**
     * What restores of a database have meant for its log.
     *
     * @param behind events that it has written and that are not applied here
     * @param resentAt when this service last lost events, which are then sent again
     * @param divergedAt when the sender last came back without events that are applied here
     * @param lost events that the sender could not send again
     */
    public record Restores(
            long behind,
            @Nullable Instant resentAt,
            @Nullable Instant divergedAt,
            long lost) {}
}
