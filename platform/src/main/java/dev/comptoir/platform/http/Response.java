package dev.comptoir.platform.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The response of an endpoint.
 *
 * @param body written as JSON; absent for an empty response
 * @param headers besides the content type
 */
public record Response(int status, @Nullable Object body, Map<String, String> headers) {
    public static Response ok(Object body) {
        return new Response(200, body, Map.of());
    }

    public static Response created(String location, Object body) {
        return new Response(201, body, Map.of("Location", location));
    }

    public static Response noContent() {
        return new Response(204, null, Map.of());
    }

    public static Response problem(ProblemType type, String detail) {
        return problem(new Problem(type, detail));
    }

    public static Response problem(ProblemType type, String detail, Map<String, Object> extensions) {
        return problem(new Problem(type, detail, extensions));
    }

    public static Response problem(Problem problem) {
        return new Response(problem.type().status(), problem, Map.of());
    }

    public Response header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Response(status, body, more);
    }

    /** Whether the request was refused, and so changed nothing. */
    public boolean isProblem() {
        return body instanceof Problem;
    }
}
