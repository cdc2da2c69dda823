package dev.comptoir.platform.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.comptoir.platform.testing.TestPeer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Events travel between two services over HTTP. */
class PeersTest {

    @Test
    void eventsArriveInOrderAtAnAuthenticatedPeer() {
        try (TestPeer sender = TestPeer.start("sender");
                TestPeer receiver = TestPeer.start("receiver")) {
            receiver.connectTo("sender", sender.address());
            sender.connectTo("receiver", receiver.address());
            sender.send("receiver", "Counted", "{\"n\": 1}");
            sender.send("receiver", "Counted", "{\"n\": 2}");
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () -> assertThat(receiver.received("Counted")).containsExactly("{\"n\": 1}", "{\"n\": 2}"));
            await().atMost(Duration.ofSeconds(20)).until(() -> sender.backlog() == 0);
        }
    }

    /** An event of 17,000,000 characters exceeds the limit of 16 MiB for a request. */
    @Test
    void anEventThatIsTooLargeForARequestIsADeadLetterAndTheNextOneArrives() {
        try (TestPeer sender = TestPeer.start("sender");
                TestPeer receiver = TestPeer.start("receiver")) {
            receiver.connectTo("sender", sender.address());
            sender.connectTo("receiver", receiver.address());
            sender.sendAll(
                    "receiver",
                    "Counted",
                    List.of("{\"n\": 1}", "{\"text\": \"" + "a".repeat(17_000_000) + "\"}", "{\"n\": 2}"));
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(
                            () -> assertThat(receiver.received("Counted")).containsExactly("{\"n\": 1}", "{\"n\": 2}"));
            assertThat(receiver.errors())
                    .singleElement()
                    .asString()
                    .startsWith("never: ")
                    .contains("the event is too large to be delivered: 17000012 characters");
        }
    }
}
