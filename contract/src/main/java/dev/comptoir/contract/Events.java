package dev.comptoir.contract;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON of events. The type of an event is the simple name of its record.
 *
 * <p>Reading tolerates other versions: an unknown member is ignored, and a missing one is absent where the component is
 * {@code @Nullable}, or has the default that the component states as {@code @JsonProperty(defaultValue = "0")}. Any other
 * missing member is an error, so that no amount becomes zero unnoticed.
 */
public final class Events {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .annotationIntrospector(new RequiredComponents())
            .injectableValues(new StatedDefaults())
            .build();

    private static final Map<String, Class<?>> TYPES = Arrays.stream(Event.class.getPermittedSubclasses())
            .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, Function.identity()));

    private Events() {}

    /** An event that only a newer version can read: its type, or a value in it, does not exist in this version. */
    public static final class OfNewerVersion extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        OfNewerVersion(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    public static String typeOf(Event event) {
        return event.getClass().getSimpleName();
    }

    public static String write(Event event) {
        return JSON.writeValueAsString(event);
    }

    /**
     * @throws OfNewerVersion when a newer version can read it
     * @throws IllegalArgumentException when the payload does not match the type
     */
    public static Event read(String type, String payload) {
        Class<?> record = TYPES.get(type);
        if (record == null) {
            throw new OfNewerVersion("this version has no event of the type " + type, null);
        }
        try {
            Event event = (Event) JSON.readValue(payload, record);
            if (event == null) {
                throw new IllegalArgumentException("malformed " + type + ": null");
            }
            return event;
        } catch (ValueInstantiationException unknown) {
            throw isWord(unknown)
                    ? new OfNewerVersion(
                            "a value of this %s is unknown: %s".formatted(type, unknown.getOriginalMessage()), unknown)
                    : malformed(type, unknown);
        } catch (JacksonException malformed) {
            throw malformed(type, malformed);
        }
    }

    private static boolean isWord(ValueInstantiationException failure) {
        return failure.getType().isEnumType();
    }

    private static IllegalArgumentException malformed(String type, JacksonException failure) {
        return new IllegalArgumentException("malformed " + type + ": " + failure.getOriginalMessage(), failure);
    }
}
