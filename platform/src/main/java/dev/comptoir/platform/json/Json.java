package dev.comptoir.platform.json;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
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
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Reads and writes JSON. Reading is strict: unknown fields, repeated fields and wrong types are refused, and so are missing
 * fields and nulls, unless the record's component is {@code @Nullable}.
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

    /** Reads what this service wrote itself. */
    public static <T> T read(String json, Class<T> type) {
        return MAPPER.readValue(json, type);
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

    /** Makes every component of a record required and not null, unless it is marked {@code @Nullable}. */
    private static final class NullMarkedRecords extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
            return isComponent(member) ? Boolean.valueOf(!isNullable(member)) : super.hasRequiredMarker(config, member);
        }

        @Override
        public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated member) {
            return isComponent(member) && !isNullable(member)
                    ? JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL)
                    : super.findSetterInfo(config, member);
        }

        private static boolean isComponent(Annotated member) {
            return member instanceof AnnotatedParameter parameter
                    && parameter.getOwner().getDeclaringClass().isRecord()
                    && parameter.getOwner().getMember() instanceof Constructor<?>;
        }

        private static boolean isNullable(Annotated member) {
            AnnotatedParameter parameter = (AnnotatedParameter) member;
            Constructor<?> constructor = (Constructor<?>) parameter.getOwner().getMember();
            AnnotatedType type = constructor.getAnnotatedParameterTypes()[parameter.getIndex()];
            return type.isAnnotationPresent(Nullable.class);
        }
    }
}
