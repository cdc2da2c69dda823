package dev.comptoir.contract;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/** The JSON of events. The type of an event is the simple name of its record. */
public final class Events {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private static final Map<String, Class<?>> TYPES = Arrays.stream(Event.class.getPermittedSubclasses())
            .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, Function.identity()));

    private Events() {}

    public static String typeOf(Event event) {
        return event.getClass().getSimpleName();
    }

    public static String write(Event event) {
        return JSON.writeValueAsString(event);
    }

    /** @throws IllegalArgumentException when the type is unknown or the payload does not match it */
    public static Event read(String type, String payload) {
        Class<?> record = TYPES.get(type);
        if (record == null) {
            throw new IllegalArgumentException("no event has the type " + type);
        }
        try {
            return (Event) JSON.readValue(payload, record);
        } catch (JacksonException malformed) {
            throw new IllegalArgumentException("malformed " + type + ": " + malformed.getOriginalMessage(), malformed);
        }
    }
}
