package dev.comptoir.tests.chain;

import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.testing.TestHttp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One operation of a service, from its OpenAPI document. */
record Operation(
        String service,
        String method,
        String path,
        List<Parameter> parameters,
        @Nullable JsonNode body,
        JsonNode document) {

    /** A parameter of an operation. */
    record Parameter(String name, String place) {}

    /** The operations of a service that staff may use. */
    static List<Operation> of(String service, int port) {
        JsonNode document = TestHttp.of("http://127.0.0.1:" + port)
                .get("/" + service + "/openapi.json")
                .expect(200);
        List<Operation> operations = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> operations.add(read(service, path.getKey(), operation, document))));
        return operations;
    }

    private static Operation read(
            String service, String path, Map.Entry<String, JsonNode> operation, JsonNode document) {
        List<Parameter> parameters = new ArrayList<>();
        operation
                .getValue()
                .path("parameters")
                .forEach(parameter -> parameters.add(new Parameter(
                        parameter.path("name").asString(), parameter.path("in").asString())));
        JsonNode body = operation
                .getValue()
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");
        return new Operation(
                service,
                operation.getKey().toUpperCase(Locale.ROOT),
                path,
                parameters,
                body.isMissingNode() ? null : body,
                document);
    }

    String name() {
        return method + " " + path;
    }

    /** The path with harmless values except for one parameter. */
    String pathWith(String parameter, String value) {
        String filled = path;
        for (Parameter one : parameters) {
            if (one.place().equals("path")) {
                filled = filled.replace(
                        "{" + one.name() + "}", one.name().equals(parameter) ? value : usual(one.name()));
            }
        }
        return filled;
    }

    String harmlessPath() {
        return pathWith("", "");
    }

    private String usual(String parameter) {
        return switch (parameter) {
            case "number" -> "S1-1-000001";
            case "username" -> "nobody";
            case "id" ->
                path.contains("restock-orders") || path.contains("dead-letters")
                        ? "0f3b6a1e-8f5d-4a54-9d0c-2f8a6f7b1c11"
                        : "1";
            default -> "1";
        };
    }

    /** A body that fits the schema, with arbitrary values. */
    Object example() {
        return body == null ? Map.of() : example(body);
    }

    private Object example(JsonNode schema) {
        JsonNode resolved = schema;
        while (resolved.has("$ref")) {
            resolved = document.at(resolved.path("$ref").asString().substring(1));
        }
        if (resolved.has("enum")) {
            return resolved.path("enum").get(0);
        }
        return switch (resolved.path("type").asString("object")) {
            case "string" -> "example text";
            case "integer", "number" -> 1;
            case "boolean" -> true;
            case "array" -> List.of(example(resolved.path("items")));
            default -> exampleObject(resolved);
        };
    }

    private Map<String, Object> exampleObject(JsonNode schema) {
        Map<String, Object> example = new LinkedHashMap<>();
        schema.path("properties").properties().forEach(field -> example.put(field.getKey(), example(field.getValue())));
        return example;
    }

    /** Copies of the example in which one field each, also in nested objects, is replaced by a value. */
    List<String> bodiesWith(Object value) {
        List<String> bodies = new ArrayList<>();
        if (example() instanceof Map<?, ?> fields) {
            for (Object name : fields.keySet()) {
                Map<Object, Object> changed = new LinkedHashMap<>(fields);
                changed.put(name, value);
                bodies.add(Json.text(changed));
                if (fields.get(name) instanceof List<?> list && list.getFirst() instanceof Map<?, ?> nested) {
                    for (Object inner : nested.keySet()) {
                        Map<Object, Object> changedInside = new LinkedHashMap<>(nested);
                        changedInside.put(inner, value);
                        Map<Object, Object> whole = new LinkedHashMap<>(fields);
                        whole.put(name, List.of(changedInside));
                        bodies.add(Json.text(whole));
                    }
                }
            }
        }
        return bodies;
    }
}
