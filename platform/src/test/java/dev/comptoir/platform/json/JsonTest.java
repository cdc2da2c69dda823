package dev.comptoir.platform.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

/** Requests are read strictly; what another version may have written is read tolerantly. */
class JsonTest {
    enum Colour {
        RED,
        BLUE,

        @JsonEnumDefaultValue
        UNKNOWN;

        @JsonCreator
        static Colour of(String word) {
            return switch (word) {
                case "red" -> RED;
                case "blue" -> BLUE;
                default -> throw new IllegalArgumentException("a colour is one of red, blue");
            };
        }
    }

    record Paint(
            Colour colour,
            long cents,
            @Nullable String note,
            @JsonProperty(defaultValue = "7") long epoch,
            @JsonProperty(defaultValue = "[\"matt\"]") List<String> finishes) {}

    private static final Paint COMPLETE = new Paint(Colour.RED, 250, "new", 8, List.of("satin"));

    private static final String JSON = """
            {"colour": "red", "cents": 250, "note": "new", "epoch": 8, "finishes": ["satin"]}""";

    private static Paint request(String json) {
        return Json.readRequest(json.getBytes(StandardCharsets.UTF_8), Paint.class);
    }

    @Test
    void aCompleteTextIsReadAlikeByBoth() {
        assertThat(Json.read(JSON, Paint.class)).isEqualTo(COMPLETE);
        assertThat(request(JSON)).isEqualTo(COMPLETE);
    }

    @Test
    void anUnknownMemberIsIgnoredButRefusedInARequest() {
        String newer = JSON.replace("{", "{\"addedLater\": {\"a\": [1]}, ");
        assertThat(Json.read(newer, Paint.class)).isEqualTo(COMPLETE);
        assertThatThrownBy(() -> request(newer)).isInstanceOf(InvalidJson.class).hasMessageContaining("addedLater");
    }

    @Test
    void aMissingMemberIsAbsentOrHasItsStatedDefaultButIsRequiredInARequest() {
        String older = "{\"colour\": \"red\", \"cents\": 250}";
        assertThat(Json.read(older, Paint.class)).isEqualTo(new Paint(Colour.RED, 250, null, 7, List.of("matt")));
        assertThatThrownBy(() -> request(older)).isInstanceOf(InvalidJson.class).hasMessageContaining("epoch");
    }

    @Test
    void aMissingMemberWithoutADefaultIsAnErrorAndNeverZero() {
        assertThatThrownBy(() -> Json.read("{\"colour\": \"red\"}", Paint.class))
                .isInstanceOf(JacksonException.class)
                .hasMessageContaining("cents");
    }

    @Test
    void anUnknownValueOfAnEnumerationIsTheConstantForItButRefusedInARequest() {
        String newer = JSON.replace("red", "green");
        assertThat(Json.read(newer, Paint.class).colour()).isEqualTo(Colour.UNKNOWN);
        assertThatThrownBy(() -> request(newer))
                .isInstanceOf(InvalidJson.class)
                .hasMessageContaining("one of red, blue");
    }
}
