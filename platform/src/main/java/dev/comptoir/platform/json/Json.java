package dev.comptoir.platform.json;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Reads and writes JSON. Requests are read strictly: unknown fields, repeated fields and wrong types are refused, and so are
 * missing fields and nulls, unless the record's component is {@code @Nullable}. What outlives a process is read tolerantly,
 * because another version may have written it.
 */
public final class Json {
    private static final int DEPTH_LIMIT = 20;
    private static final int TEXT_LIMIT = 1_000_000;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH_LIMIT)
                            .maxStringLength(TEXT_LIMIT)
                            .maxNumberLength(30)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
            .annotationIntrospector(new NullMarkedRecords())
            .addModule(new SimpleModule().addDeserializer(String.class, new StorableText()))
            .build();

    /** For {@link #read}. */
    private static final JsonMapper TOLERANT = MAPPER.rebuild()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(EnumFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
            .annotationIntrospector(new NullMarkedRecords.WithDefaults())
            .injectableValues(new StatedDefaults())
            .build();

    /** Maps have no order of their own; sorted, they give the same bytes in every process. */
    private static final JsonMapper CANONICAL = MAPPER.rebuild()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private Json() {}

    /** The same bytes for equal values in every process. */
    public static byte[] canonicalBytes(Object value) {
        return CANONICAL.writeValueAsBytes(value);
    }

    public static byte[] bytes(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    public static String text(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /**
     * Reads what any version of a service wrote: a stored row, or the message of a peer. An unknown member is ignored. A
     * missing one is absent where the component is {@code @Nullable}, or has the default that the component states as {@code
     * @JsonProperty(defaultValue = "0")}; otherwise it is an error, so that no amount becomes zero unnoticed. An unknown value
     * of an enumeration is its constant marked {@code @JsonEnumDefaultValue}.
     *
     * @throws JacksonException when a member is missing or has the wrong type
     */
    public static <T> T read(String json, Class<T> type) {
        return TOLERANT.readValue(json, type);
    }

    /** The same, of bytes. */
    public static <T> T read(byte[] json, Class<T> type) {
        return TOLERANT.readValue(json, type);
    }

    /** @throws InvalidJson when the bytes are not JSON that fits {@code type} */
    public static <T> T readRequest(byte[] json, Class<T> type) {
        try {
            T value = MAPPER.readValue(json, type);
            if (value == null) {
                throw new InvalidJson("the body is null: an object is expected");
            }
            return value;
        } catch (JacksonException malformed) {
            throw new InvalidJson(explain(malformed));
        }
    }

    public static JsonMapper mapper() {
        return MAPPER;
    }

    private static String explain(JacksonException malformed) {
        String place = malformed.getPath().isEmpty() ? "the body" : path(malformed);
        return switch (malformed) {
            case UnrecognizedPropertyException unknown -> "%s is not a field of this request".formatted(place);
            case ValueInstantiationException refused
            when refused.getCause() instanceof IllegalArgumentException cause ->
                "%s: %s".formatted(place, cause.getMessage());
            case MismatchedInputException mismatch -> "%s is missing or of the wrong type".formatted(place);
            case JacksonException other -> "%s is not well-formed JSON".formatted(place);
        };
    }

    private static String path(JacksonException malformed) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : malformed.getPath()) {
            if (step.getPropertyName() != null) {
                path.append(path.isEmpty() ? "" : ".").append(printable(step.getPropertyName()));
            } else if (step.getIndex() >= 0) {
                path.append('[').append(step.getIndex()).append(']');
            }
        }
        return path.toString();
    }

    private static String printable(String name) {
        String clean = name.replaceAll("[^\\p{Graph}]", "?");
        return clean.length() > 50 ? clean.substring(0, 50) : clean;
    }

    /** Refuses texts that PostgreSQL cannot store: with the NUL character or with unpaired surrogates. */
    private static final class StorableText extends StdScalarDeserializer<String> {
        StorableText() {
            super(String.class);
        }

        @Override
        public @Nullable String deserialize(JsonParser parser, DeserializationContext context) {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                return (String) context.handleUnexpectedToken(context.constructType(String.class), parser);
            }
            String text = parser.getString();
            if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
                return context.reportInputMismatch(String.class, "not a text that can be stored");
            }
            return text;
        }
    }
}
