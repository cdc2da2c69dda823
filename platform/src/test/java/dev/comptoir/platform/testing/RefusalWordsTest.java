package dev.comptoir.platform.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Response;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rule about refusals finds what it must find, and nothing else. */
class RefusalWordsTest {
    static final class Good {
        static final ProblemType DOOR_LOCKED = new ProblemType("door-locked", 409, "The door is locked");

        sealed interface Opening {}

        record Opened() implements Opening {}

        sealed interface DoorRefusal extends Opening {}

        record DoorLocked(int key, Owner owner) implements DoorRefusal {}

        record Owner(String name) {}

        static Response refused(DoorRefusal refusal) {
            return switch (refusal) {
                case DoorLocked(var key, var owner) ->
                    Response.problem(DOOR_LOCKED, owner.name() + " has the key " + key);
            };
        }
    }

    static final class Bad {
        static final ProblemType WINDOW_SHUT = new ProblemType("window-shut", 409, "The window is shut");

        sealed interface Closing {}

        record WindowShut() implements Closing {}

        sealed interface WindowRefusal extends Closing {}

        record Closed() implements WindowRefusal {}

        static Response refused(WindowRefusal refusal) {
            return switch (refusal) {
                case Closed closed -> Response.problem(WINDOW_SHUT, "open it");
            };
        }
    }

    static final class Silent {
        sealed interface LampRefusal {}

        record TooDark() implements LampRefusal {}
    }

    @Test
    void aRefusalWithItsOwnWordIsAccepted() {
        assertThat(findings(Good.class)).isEmpty();
    }

    @Test
    void anotherWordAndARefusalAmongSuccessesAreFound() {
        assertThat(findings(Bad.class))
                .containsExactlyInAnyOrder(
                        Bad.Closed.class.getName() + " gives window-shut",
                        Bad.WindowShut.class.getName() + " is a problem, but no refusal");
    }

    @Test
    void aRefusalWithoutAResponseIsFound() {
        assertThat(findings(Silent.class)).singleElement().asString().startsWith(Silent.LampRefusal.class.getName());
    }

    @Test
    void aModuleWithoutRefusalsIsFound() {
        assertThat(RefusalWords.findings(List.of(String.class))).containsExactly("there are no refusals");
    }

    @Test
    void theClassesOfAModuleAreSearched() {
        assertThat(RefusalWords.findings(RefusalWordsTest.class))
                .contains(Bad.Closed.class.getName() + " gives window-shut");
    }

    private static List<String> findings(Class<?> fixture) {
        return RefusalWords.findings(Stream.of(fixture.getNestMembers())
                .filter(type -> type == fixture || type.getEnclosingClass() == fixture)
                .toList());
    }
}
