package dev.comptoir.platform.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint answers.
 *
 * @param body written as JSON; absent for an empty answer
 * @param headers besides the content type
 */
public record Answer(int status, @Nullable Object body, Map<String, String> headers) {
    public static Answer ok(Object body) {
        return new Answer(200, body, Map.of());
    }

    public static Answer created(String location, Object body) {
        return new Answer(201, body, Map.of("Location", location));
    }

    public static Answer noContent() {
        return new Answer(204, null, Map.of());
    }

    public static Answer problem(ProblemType type, String detail) {
        return problem(new Problem(type, detail));
    }

    public static Answer problem(ProblemType type, String detail, Map<String, Object> extensions) {
        return problem(new Problem(type, detail, extensions));
    }

    public static Answer problem(Problem problem) {
        return new Answer(problem.type().status(), problem, Map.of());
    }

    public Answer header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, body, more);
    }

    /** Whether it is a refusal, after which nothing may have changed. */
    public boolean isProblem() {
        return body instanceof Problem;
    }
}
