package dev.comptoir.platform.openapi;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.CustomDefinitionProviderV2;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaBuilder;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import dev.comptoir.platform.http.Access;
import dev.comptoir.platform.http.Csv;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Parameter;
import dev.comptoir.platform.http.Pdf;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.json.Json;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Generates the OpenAPI 3.1 document of a service from its endpoints. */
final class OpenApi {
    /** Problems of every endpoint. */
    private static final List<ProblemType> ALWAYS = List.of(
            ProblemType.INVALID_REQUEST,
            ProblemType.TOO_MANY_REQUESTS,
            ProblemType.INTERNAL_ERROR,
            ProblemType.UNAVAILABLE);

    /** One object, so that the generator recognizes the provider that it must skip. */
    private static final CustomDefinitionProviderV2 UNWRAPPED = OpenApi::unwrapped;

    private final SchemaBuilder schemas = new SchemaGenerator(configuration().build()).buildMultipleSchemaDefinitions();

    private OpenApi() {}

    static Map<String, Object> document(String title, List<Endpoint> endpoints) {
        OpenApi openApi = new OpenApi();
        Map<String, Map<String, Object>> paths = new TreeMap<>();
        for (Endpoint endpoint : endpoints) {
            paths.computeIfAbsent(endpoint.path(), path -> new LinkedHashMap<>())
                    .put(endpoint.method().toLowerCase(java.util.Locale.ROOT), openApi.operation(endpoint));
        }
        Map<String, Object> components = new LinkedHashMap<>();
        components.put(
                "securitySchemes", Map.of("token", Map.of("type", "http", "scheme", "bearer", "bearerFormat", "JWT")));
        components.put("schemas", openApi.components());
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", "3.1.0");
        document.put("info", Map.of("title", title, "version", "1"));
        document.put("paths", paths);
        document.put("components", components);
        return document;
    }

    private ObjectNode components() {
        ObjectNode definitions = schemas.collectDefinitions("components/schemas");
        definitions.set("Problem", Json.mapper().valueToTree(problemSchema()));
        return definitions;
    }

    private static Map<String, Object> problemSchema() {
        return Map.of(
                "type",
                "object",
                "description",
                "RFC 9457; some types have further members, named in their description",
                "required",
                List.of("type", "title", "status", "detail", "requestId"),
                "properties",
                Map.of(
                        "type", Map.of("type", "string"),
                        "title", Map.of("type", "string"),
                        "status", Map.of("type", "integer"),
                        "detail", Map.of("type", "string"),
                        "requestId", Map.of("type", "string")));
    }

    private Map<String, Object> operation(Endpoint endpoint) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("summary", endpoint.summary());
        operation.put("description", "Access: " + describe(endpoint.access()));
        operation.put("tags", List.of(tag(endpoint)));
        operation.put(
                "parameters",
                endpoint.parameters().stream().map(OpenApi::parameter).toList());
        if (endpoint.body() != null) {
            operation.put(
                    "requestBody", Map.of("required", true, "content", json("application/json", endpoint.body())));
        }
        operation.put("responses", responses(endpoint));
        operation.put(
                "security",
                endpoint.access() instanceof Access.Anyone ? List.of() : List.of(Map.of("token", List.of())));
        return operation;
    }

    /** The first part of the path after the version: {@code sales}. */
    private static String tag(Endpoint endpoint) {
        return Arrays.stream(endpoint.path().split("/"))
                .filter(part -> !part.isEmpty())
                .dropWhile(part -> endpoint.path().contains("/v1/") && !part.equals("v1"))
                .filter(part -> !part.equals("v1"))
                .findFirst()
                .orElse("service");
    }

    private static String describe(Access access) {
        return switch (access) {
            case Access.Anyone anyone -> "anyone";
            case Access.Peers peers -> "services of the chain";
            case Access.Staff staff ->
                String.join(", ", staff.roles().stream().sorted().toList());
        };
    }

    private static Map<String, Object> parameter(Parameter<?> parameter) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", parameter.schemaType().type());
        if (parameter.schemaType().format() != null) {
            schema.put("format", parameter.schemaType().format());
        }
        if (parameter.fallback() != null) {
            schema.put("default", parameter.fallback());
        }
        return Map.of(
                "name", parameter.name(),
                "in", parameter.place().name().toLowerCase(java.util.Locale.ROOT),
                "description", parameter.description(),
                "required", parameter.isRequired(),
                "schema", schema);
    }

    private Map<String, Object> responses(Endpoint endpoint) {
        Map<String, Object> responses = new TreeMap<>();
        responses.put(Integer.toString(endpoint.status()), success(endpoint));
        if (endpoint.cachePolicy() != null) {
            responses.put("304", Map.of("description", "The ETag in If-None-Match is current"));
        }
        Map<Integer, List<String>> titles = new TreeMap<>();
        problems(endpoint)
                .forEach(problem -> titles.computeIfAbsent(problem.status(), status -> new ArrayList<>())
                        .add("`%s`: %s".formatted(problem.uri(), problem.title())));
        titles.forEach((status, all) -> responses.put(status.toString(), problem(String.join("; ", all))));
        return responses;
    }

    private Map<String, Object> success(Endpoint endpoint) {
        Map<String, Object> success = new LinkedHashMap<>();
        success.put("description", endpoint.streamHandler() == null ? "Done" : "A stream of server-sent events");
        if (endpoint.streamHandler() != null) {
            success.put("content", text("text/event-stream"));
        } else if (Csv.class.equals(endpoint.responseType())) {
            success.put("content", text("text/csv"));
        } else if (Pdf.class.equals(endpoint.responseType())) {
            success.put("content", text("application/pdf"));
        } else if (endpoint.responseType() != null) {
            success.put("content", json("application/json", endpoint.responseType()));
        }
        return success;
    }

    private static Map<String, Object> text(String type) {
        return Map.of(type, Map.of("schema", Map.of("type", "string")));
    }

    private static Map<String, Object> problem(String description) {
        return Map.of(
                "description",
                description,
                "content",
                Map.of("application/problem+json", Map.of("schema", Map.of("$ref", "#/components/schemas/Problem"))));
    }

    private static List<ProblemType> problems(Endpoint endpoint) {
        List<ProblemType> problems = new ArrayList<>(ALWAYS);
        if (!(endpoint.access() instanceof Access.Anyone)) {
            problems.add(ProblemType.UNAUTHENTICATED);
        }
        if (endpoint.access() instanceof Access.Staff) {
            problems.add(ProblemType.FORBIDDEN);
        }
        if (endpoint.method().equals("GET")) {
            problems.add(ProblemType.TOO_BROAD);
        }
        if (endpoint.body() != null) {
            problems.add(ProblemType.REQUEST_TIMEOUT);
            problems.add(ProblemType.TOO_LARGE);
            problems.add(ProblemType.UNSUPPORTED_MEDIA_TYPE);
        }
        endpoint.problems().stream().filter(more -> !problems.contains(more)).forEach(problems::add);
        return problems;
    }

    private Map<String, Object> json(String type, Class<?> schema) {
        return Map.of(type, Map.of("schema", schemas.createSchemaReference(schema)));
    }

    private static SchemaGeneratorConfigBuilder configuration() {
        SchemaGeneratorConfigBuilder builder = new SchemaGeneratorConfigBuilder(
                        Json.mapper(), SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(Option.FLATTENED_ENUMS_FROM_TOSTRING)
                .with(Option.EXTRA_OPEN_API_FORMAT_VALUES)
                .with(Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES)
                .without(Option.SCHEMA_VERSION_INDICATOR);
        builder.forFields()
                .withRequiredCheck(
                        field -> !isNullable(field.getRawMember().getDeclaringClass(), field.getDeclaredName()))
                .withNullableCheck(field -> false)
                .withPropertyNameOverrideResolver(OpenApi::nameInJson)
                .withIgnoreCheck(field -> field.getRawMember().isAnnotationPresent(JsonUnwrapped.class));
        builder.forTypesInGeneral()
                .withCustomDefinitionProvider(OpenApi::jsonValue)
                .withCustomDefinitionProvider(UNWRAPPED);
        return builder;
    }

    private static @Nullable String nameInJson(FieldScope field) {
        JsonProperty property = field.getAnnotation(JsonProperty.class);
        return property == null || property.value().isEmpty() ? null : property.value();
    }

    /** The schema of a type that is written as one value. */
    private static @Nullable CustomDefinition jsonValue(ResolvedType type, SchemaGenerationContext context) {
        Class<?> raw = type.getErasedType();
        Class<?> value = Arrays.stream(raw.getDeclaredMethods())
                .filter(OpenApi::isJsonValue)
                .<Class<?>>map(method -> method.getReturnType())
                .findFirst()
                .orElse(null);
        if (value == null) {
            return null;
        }
        ObjectNode schema = Json.mapper().createObjectNode();
        schema.put("type", value == String.class ? "string" : "integer");
        if (raw.isEnum()) {
            schema.set("enum", Json.mapper().valueToTree(requestable(raw)));
        }
        return new CustomDefinition(schema, CustomDefinition.INLINE_DEFINITION, CustomDefinition.INCLUDING_ATTRIBUTES);
    }

    /** All constants, except the one for values of other versions, which no request may contain. */
    private static List<?> requestable(Class<?> enumeration) {
        Set<String> ofOtherVersions = Arrays.stream(enumeration.getFields())
                .filter(constant -> constant.isAnnotationPresent(JsonEnumDefaultValue.class))
                .map(Field::getName)
                .collect(Collectors.toSet());
        return Arrays.stream(enumeration.getEnumConstants())
                .filter(constant -> !ofOtherVersions.contains(((Enum<?>) constant).name()))
                .toList();
    }

    /** Records with {@code @JsonUnwrapped} components: the fields of these are written as fields of the record. */
    private static @Nullable CustomDefinition unwrapped(ResolvedType type, SchemaGenerationContext context) {
        Class<?> raw = type.getErasedType();
        if (!raw.isRecord() || unwrappedComponents(raw).isEmpty()) {
            return null;
        }
        return new CustomDefinition(flatSchema(type, context));
    }

    private static ObjectNode flatSchema(ResolvedType type, SchemaGenerationContext context) {
        ObjectNode schema = context.createStandardDefinition(type, UNWRAPPED);
        for (RecordComponent component : unwrappedComponents(type.getErasedType())) {
            ObjectNode inner = flatSchema(context.getTypeContext().resolve(component.getType()), context);
            schema.withObject("/properties").setAll((ObjectNode) inner.path("properties"));
            inner.path("required").forEach(schema.withArray("/required")::add);
        }
        return schema;
    }

    private static List<RecordComponent> unwrappedComponents(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .filter(component -> component.getAccessor().isAnnotationPresent(JsonUnwrapped.class))
                .toList();
    }

    private static boolean isJsonValue(AnnotatedElement element) {
        return element.isAnnotationPresent(JsonValue.class);
    }

    private static boolean isNullable(Class<?> owner, String name) {
        if (!owner.isRecord()) {
            return true;
        }
        for (RecordComponent component : owner.getRecordComponents()) {
            if (component.getName().equals(name)) {
                return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            }
        }
        return true;
    }
}
