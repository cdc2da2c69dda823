package dev.comptoir.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** The golden files fix the JSON that services of different versions exchange: changes only add. */
class GoldenEventsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static Stream<String> types() {
        return Arrays.stream(Event.class.getPermittedSubclasses()).map(Class::getSimpleName);
    }

    private static String golden(String type) {
        try (InputStream file = GoldenEventsTest.class.getResourceAsStream("golden/" + type + ".json")) {
            if (file == null) {
                throw new IllegalStateException("no golden file for " + type);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyEventIsReadFromItsGoldenFileAndWrittenUnchanged(String type) {
        Event event = Events.read(type, golden(type));
        assertThat(Events.typeOf(event)).isEqualTo(type);
        assertThat(JSON.readTree(Events.write(event))).isEqualTo(JSON.readTree(golden(type)));
    }

    @ParameterizedTest
    @MethodSource("types")
    void unknownFieldsOfANewerSenderAreIgnored(String type) {
        String newer = golden(type).replaceFirst("\\{", "{\"addedLater\": {\"a\": [1]},");
        assertThat(Events.read(type, newer)).isEqualTo(Events.read(type, golden(type)));
    }

    @Test
    void unknownTypesAndMalformedPayloadsAreRefused() {
        assertThatThrownBy(() -> Events.read("NoSuchEvent", "{}")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Events.read("SaleRecorded", "{\"total\": \"much\"}"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Events.read("SaleRecorded", "{")).isInstanceOf(IllegalArgumentException.class);
    }
}
