package dev.comptoir.platform.http;

import dev.comptoir.platform.json.InvalidJson;
import dev.comptoir.platform.json.Json;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request to an endpoint; only declared parameters and bodies can be read. */
public final class Request {
    private final Context context;
    private final Endpoint endpoint;
    private final @Nullable Caller caller;
    private final String id;
    private final boolean behindProxy;
    private byte[] receivedBody = new byte[0];

    Request(Context context, Endpoint endpoint, @Nullable Caller caller, String id, boolean behindProxy) {
        this.context = context;
        this.endpoint = endpoint;
        this.caller = caller;
        this.id = id;
        this.behindProxy = behindProxy;
    }

    /** The same request with only these claims of its caller, so that the response cannot depend on others. */
    Request withOnlyClaims(Set<String> claims) {
        Map<String, String> attributes = new HashMap<>(caller().attributes());
        attributes.keySet().retainAll(claims);
        Caller anonymous = new Caller("", "", attributes, "", caller().expiresAt());
        return new Request(context, endpoint, anonymous, id, behindProxy);
    }

    /** The path and the query as they were sent. */
    String target() {
        String query = context.queryString();
        return query == null ? context.path() : context.path() + '?' + query;
    }

    /** To be called before the handler, which may read the body. */
    void received(ReceivedBody body) {
        receivedBody = body.bytes();
    }

    /** A header that endpoints do not declare. */
    @Nullable String header(String name) {
        return context.header(name);
    }

    /** The id in the response and in the logs. */
    public String id() {
        return id;
    }

    /** The sender; only for endpoints that require a token. */
    public Caller caller() {
        if (caller == null) {
            throw new IllegalStateException(endpoint.path() + " is open to anyone");
        }
        return caller;
    }

    /**
     * The value of a declared parameter that is required or has a fallback.
     *
     * @throws Refused when the value is invalid
     */
    public <T> T get(Parameter<T> parameter) {
        T value = find(parameter);
        if (value == null) {
            throw new IllegalStateException(parameter.name() + " is optional: find() reads it");
        }
        return value;
    }

    /**
     * The value of a declared parameter, or null when it is optional and absent.
     *
     * @throws Refused when the value is invalid
     */
    public <T> @Nullable T find(Parameter<T> parameter) {
        if (!endpoint.parameters().contains(parameter)) {
            throw new IllegalStateException(endpoint.path() + " does not declare " + parameter.name());
        }
        return parameter.read(
                switch (parameter.place()) {
                    case PATH -> context.pathParam(parameter.name());
                    case QUERY -> single(parameter.name());
                    case HEADER -> context.header(parameter.name());
                });
    }

    /** All values of a declared parameter that may be repeated up to {@code limit} times. */
    public <T> List<T> all(Parameter<T> parameter, int limit) {
        List<String> texts = context.queryParams(parameter.name());
        if (texts.size() > limit) {
            throw Refused.invalid("parameter %s is repeated more than %d times".formatted(parameter.name(), limit));
        }
        List<T> values = new ArrayList<>();
        for (String text : texts) {
            T value = parameter.read(text);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    /** The client's key for this write. */
    public String idempotencyKey() {
        return get(Endpoint.IDEMPOTENCY_KEY);
    }

    /** @throws Refused when the body is not JSON or does not fit */
    public <T extends Record> T body(Class<T> type) {
        if (endpoint.body() != type) {
            throw new IllegalStateException(endpoint.path() + " does not declare the body " + type.getSimpleName());
        }
        try {
            return Json.readRequest(receivedBody, type);
        } catch (InvalidJson invalid) {
            throw Refused.invalid(invalid.explanation());
        }
    }

    /** The client's address; behind the chain's own proxy, the one that the proxy reports. */
    public String clientAddress() {
        String forwarded = behindProxy ? context.header("X-Forwarded-For") : null;
        if (forwarded == null) {
            return context.ip();
        }
        return forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
    }

    /** Refuses query parameters that are not declared, and ones that are declared but repeated. */
    void refuseUnknownParameters() {
        for (String name : context.queryParamMap().keySet()) {
            if (endpoint.parameters().stream()
                    .noneMatch(known -> known.place() == Parameter.Place.QUERY
                            && known.name().equals(name))) {
                throw Refused.invalid("there is no such query parameter; known: " + queryNames());
            }
        }
    }

    private String queryNames() {
        List<String> names = endpoint.parameters().stream()
                .filter(known -> known.place() == Parameter.Place.QUERY)
                .map(Parameter::name)
                .toList();
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    private @Nullable String single(String name) {
        List<String> values = context.queryParams(name);
        if (values.size() > 1) {
            throw Refused.invalid("parameter " + name + " is repeated");
        }
        return values.isEmpty() ? null : values.getFirst();
    }
}
