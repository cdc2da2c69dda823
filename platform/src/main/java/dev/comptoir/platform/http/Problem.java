package dev.comptoir.platform.http;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The body of a refusal, by RFC 9457.
 *
 * @param detail what went wrong this time, in English
 * @param extensions further members, for machines: {@code left}, {@code productId}
 */
public record Problem(ProblemType type, String detail, Map<String, Object> extensions) {
    public Problem {
        extensions = Map.copyOf(extensions);
    }

    public Problem(ProblemType type, String detail) {
        this(type, detail, Map.of());
    }

    /** The members, the general ones first. */
    Map<String, Object> members(String requestId) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", type.uri());
        members.put("title", type.title());
        members.put("status", type.status());
        members.put("detail", detail);
        members.put("requestId", requestId);
        members.putAll(extensions);
        return members;
    }
}
