package dev.comptoir.platform.http;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A refusal as RFC 9457 describes it.
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

    /** The members in the order in which people like to read them. */
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
