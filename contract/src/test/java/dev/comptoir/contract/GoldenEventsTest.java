package dev.comptoir.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The golden files fix the JSON that services of different versions exchange and store: changes only add. A folder holds the
 * forms that its version introduced, and stays for ever. An event whose form changes gets a further file.
 */
class GoldenEventsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Every past form: {@code 0.1/SaleRecorded.json}. */
    static Stream<Path> forms() throws IOException, URISyntaxException {
        Path golden = Path.of(Objects.requireNonNull(GoldenEventsTest.class.getResource("golden"))
                .toURI());
        try (Stream<Path> files = Files.walk(golden)) {
            return files.filter(Files::isRegularFile).sorted().toList().stream();
        }
    }

    static Stream<String> types() {
        return Arrays.stream(Event.class.getPermittedSubclasses()).map(Class::getSimpleName);
    }

    private static String typeOf(Path form) {
        return form.getFileName().toString().replace(".json", "");
    }

    private static Class<?> recordOf(Path form) {
        return Arrays.stream(Event.class.getPermittedSubclasses())
                .filter(record -> record.getSimpleName().equals(typeOf(form)))
                .findFirst()
                .orElseThrow();
    }

    private static ObjectNode json(Path form) throws IOException {
        return (ObjectNode) JSON.readTree(Files.readString(form));
    }

    private static Event read(Path form, JsonNode json) {
        return Events.read(typeOf(form), json.toString());
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyEventHasAGoldenFileAndIsWrittenLikeItsNewestOne(String type) throws Exception {
        List<Path> ofType = forms().filter(form -> typeOf(form).equals(type)).toList();
        assertThat(ofType).as("golden files of " + type).isNotEmpty();
        Path newest = ofType.getLast();
        assertThat(JSON.readTree(Events.write(read(newest, json(newest))))).isEqualTo(json(newest));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void everyPastFormIsRead(Path form) throws IOException {
        assertThat(Events.typeOf(read(form, json(form)))).isEqualTo(typeOf(form));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void unknownMembersOfANewerVersionAreIgnoredAtEveryLevel(Path form) throws IOException {
        ObjectNode newer = json(form);
        eachRecord(
                newer,
                recordOf(form),
                (object, record) -> object.putObject("addedLater").putArray("a").add(1));
        assertThat(newer.toString()).contains("addedLater");
        assertThat(read(form, newer)).isEqualTo(read(form, json(form)));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void aMissingMemberIsAbsentOrHasItsStatedDefaultAndOtherwiseIsAnError(Path form) throws IOException {
        int places = components(form).size();
        for (int place = 0; place < places; place++) {
            ObjectNode older = json(form);
            Place missing = components(older, recordOf(form)).get(place);
            missing.object().remove(missing.component().getName());
            if (isOptional(missing.component())) {
                assertThat(Events.typeOf(read(form, older))).isEqualTo(typeOf(form));
            } else {
                assertThatThrownBy(() -> read(form, older))
                        .as("without " + missing.component())
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(missing.component().getName());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void aMemberIsNullOnlyWhereItMayBeAbsent(Path form) throws IOException {
        int places = components(form).size();
        for (int place = 0; place < places; place++) {
            ObjectNode json = json(form);
            Place empty = components(json, recordOf(form)).get(place);
            empty.object().putNull(empty.component().getName());
            if (isNullable(empty.component())) {
                assertThat(Events.typeOf(read(form, json))).isEqualTo(typeOf(form));
            } else {
                assertThatThrownBy(() -> read(form, json))
                        .as("null as " + empty.component())
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    private static List<Path> changes() throws Exception {
        return forms().filter(form -> Event.Change.class.isAssignableFrom(recordOf(form)))
                .toList();
    }

    @Test
    void aChangeFromASenderWithoutEpochsHasTheEpochZero() throws Exception {
        for (Path form : changes()) {
            ObjectNode json = json(form);
            json.remove("epoch");
            assertThat(((Event.Change) read(form, json)).epoch())
                    .as(form.toString())
                    .isZero();
        }
        assertThat(changes()).isNotEmpty();
    }

    @Test
    void theEpochDecidesBeforeTheVersion() throws Exception {
        for (Path form : changes()) {
            Event.Change change = (Event.Change) read(form, json(form));
            Event.Change higherVersion = (Event.Change) read(form, json(form).put("version", 1000));
            assertThat(Event.Change.BY_AGE.compare(change, higherVersion)).isNegative();
            assertThat(Event.Change.BY_AGE.compare((Event.Change) change.inEpoch(3), higherVersion))
                    .isPositive();
        }
    }

    @Test
    void anUnknownTypeOrValueIsOneOfANewerVersion() throws Exception {
        assertThatThrownBy(() -> Events.read("NoSuchEvent", "{}")).isInstanceOf(Events.OfNewerVersion.class);
        String crossing = "{\"store\": \"S1\", \"productId\": 7, \"from\": \"normal\", \"to\": \"brimming\","
                + " \"quantity\": 4, \"crossedAt\": \"2026-11-23T12:00:00Z\"}";
        assertThatThrownBy(() -> Events.read("StockLevelCrossed", crossing))
                .isInstanceOf(Events.OfNewerVersion.class)
                .hasMessageContaining("a stock level is one of");
    }

    @Test
    void malformedPayloadsAreRefused() {
        for (String payload : List.of("{\"total\": \"much\"}", "{", "{}", "null")) {
            assertThatThrownBy(() -> Events.read("SaleRecorded", payload))
                    .as(payload)
                    .isInstanceOf(IllegalArgumentException.class)
                    .isNotInstanceOf(Events.OfNewerVersion.class);
        }
    }

    /** A component of a record, and the JSON object that holds its value. */
    private record Place(ObjectNode object, RecordComponent component) {}

    private interface Visitor {
        void visit(ObjectNode object, Class<?> record);
    }

    private static List<Place> components(Path form) throws IOException {
        return components(json(form), recordOf(form));
    }

    private static List<Place> components(ObjectNode json, Class<?> record) {
        List<Place> found = new ArrayList<>();
        eachRecord(
                json,
                record,
                (object, of) -> Arrays.stream(of.getRecordComponents())
                        .filter(component -> object.has(component.getName()))
                        .map(component -> new Place(object, component))
                        .forEach(found::add));
        return found;
    }

    /** Visits the JSON object of each record in {@code json}, the outermost included. */
    private static void eachRecord(JsonNode json, Type type, Visitor visitor) {
        if (type instanceof ParameterizedType collection) {
            Type element = collection.getActualTypeArguments()[collection.getActualTypeArguments().length - 1];
            json.forEach(one -> eachRecord(one, element, visitor));
        } else if (type instanceof Class<?> record && record.isRecord() && json instanceof ObjectNode object) {
            Consumer<RecordComponent> nested =
                    component -> eachRecord(object.path(component.getName()), component.getGenericType(), visitor);
            Arrays.stream(record.getRecordComponents()).forEach(nested);
            visitor.visit(object, record);
        }
    }

    private static boolean isOptional(RecordComponent component) {
        JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
        return isNullable(component)
                || (property != null && !property.defaultValue().isEmpty());
    }

    private static boolean isNullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }
}
