package dev.comptoir.platform.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every part of a service is closed, in order, whatever happens to the others. */
class ClosingTest {
    private final List<String> closed = new ArrayList<>();

    @Test
    void partsAreClosedInOrder() {
        Closing.inOrder(() -> closed.add("server"), () -> closed.add("peers"), () -> closed.add("database"));
        assertThat(closed).containsExactly("server", "peers", "database");
    }

    @Test
    void aPartThatFailsDoesNotKeepTheNextOnesOpen() {
        Closing.inOrder(
                () -> {
                    throw new IllegalStateException("cannot stop");
                },
                () -> closed.add("peers"),
                () -> {
                    throw new java.io.IOException("cannot flush");
                },
                () -> closed.add("database"));
        assertThat(closed).containsExactly("peers", "database");
    }

    @Test
    void anInterruptIsKeptForTheCaller() {
        Closing.inOrder(
                () -> {
                    throw new InterruptedException();
                },
                () -> closed.add("database"));
        assertThat(closed).containsExactly("database");
        assertThat(Thread.interrupted()).isTrue();
    }
}
