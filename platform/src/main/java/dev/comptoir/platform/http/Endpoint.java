package dev.comptoir.platform.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint: its handler, its access rule and its documentation, declared in one place.
 *
 * <pre>{@code
 * Endpoint.post("/sales", "Sells the register's cart")
 *     .access(Access.staff("clerk", "manager"))
 *     .idempotent()
 *     .body(NewSale.class)
 *     .returns(201, Sale.class)
 *     .refuses(SHELF_TOO_SHORT, UNDERPAID)
 *     .handledBy(this::sell);
 * }</pre>
 */
public final class Endpoint {
    /** The header with a client's key for a write. */
    public static final Parameter<String> IDEMPOTENCY_KEY = Parameter.header(
                    "Idempotency-Key",
                    "Made by the client, one per intended write; a retry with the same key returns the first response",
                    "[A-Za-z0-9_\\-]{8,64}")
            .required();

    private final String method;
    private final String path;
    private final String summary;
    private final Access access;
    private final Bulkhead bulkhead;
    private final List<Parameter<?>> parameters;
    private final @Nullable Class<?> body;
    private final int bodyLimit;
    private final int status;
    private final @Nullable Class<?> responseType;
    private final List<ProblemType> problems;
    private final @Nullable CachePolicy cachePolicy;
    private final @Nullable Handler handler;
    private final @Nullable StreamHandler streamHandler;

    /** Makes the response to a request. */
    @FunctionalInterface
    public interface Handler {
        Response handle(Request request);
    }

    /** Sends server-sent events until the stream is closed. */
    @FunctionalInterface
    public interface StreamHandler {
        void handle(Request request, EventStream stream);
    }

    private Endpoint(Endpoint endpoint, String base) {
        this.method = endpoint.method;
        this.path = base + endpoint.path;
        this.summary = endpoint.summary;
        this.access = endpoint.access;
        this.bulkhead = endpoint.bulkhead;
        this.parameters = endpoint.parameters;
        this.body = endpoint.body;
        this.bodyLimit = endpoint.bodyLimit;
        this.status = endpoint.status;
        this.responseType = endpoint.responseType;
        this.problems = endpoint.problems;
        this.cachePolicy = endpoint.cachePolicy;
        this.handler = endpoint.handler;
        this.streamHandler = endpoint.streamHandler;
    }

    private Endpoint(Builder builder, @Nullable Handler handler, @Nullable StreamHandler streamHandler) {
        if (builder.access == null) {
            throw new IllegalStateException(builder.method + " " + builder.path + " declares no access rule");
        }
        this.method = builder.method;
        this.path = builder.path;
        this.summary = builder.summary;
        this.access = builder.access;
        this.bulkhead = builder.bulkhead == null ? usualBulkhead(builder) : builder.bulkhead;
        this.parameters = List.copyOf(builder.parameters);
        this.body = builder.body;
        this.bodyLimit = builder.bodyLimit;
        this.status = builder.status;
        this.responseType = builder.responseType;
        this.problems = List.copyOf(builder.problems);
        this.cachePolicy = builder.cachePolicy;
        this.handler = handler;
        this.streamHandler = streamHandler;
    }

    private static Bulkhead usualBulkhead(Builder builder) {
        if (builder.access instanceof Access.Peers) {
            return Bulkhead.DELIVERIES;
        }
        if (!builder.method.equals("GET")) {
            return Bulkhead.WRITES;
        }
        return builder.access instanceof Access.Anyone ? Bulkhead.ANONYMOUS : Bulkhead.READS;
    }

    public static Builder get(String path, String summary) {
        return new Builder("GET", path, summary);
    }

    public static Builder post(String path, String summary) {
        return new Builder("POST", path, summary);
    }

    public static Builder put(String path, String summary) {
        return new Builder("PUT", path, summary);
    }

    public static Builder patch(String path, String summary) {
        return new Builder("PATCH", path, summary);
    }

    public static Builder delete(String path, String summary) {
        return new Builder("DELETE", path, summary);
    }

    /** Declares an endpoint. Paths are relative to the API's base, with {@code {name}} for parameters. */
    public static final class Builder {
        /** Enough for a body without long lists. */
        private static final int BODY_LIMIT_BYTES = 64 * 1024;

        private final String method;
        private final String path;
        private final String summary;
        private @Nullable Access access;
        private @Nullable Bulkhead bulkhead;
        private final List<Parameter<?>> parameters = new ArrayList<>();
        private @Nullable Class<?> body;
        private int bodyLimit = BODY_LIMIT_BYTES;
        private int status = 200;
        private @Nullable Class<?> responseType;
        private final List<ProblemType> problems = new ArrayList<>();
        private @Nullable CachePolicy cachePolicy;

        private Builder(String method, String path, String summary) {
            this.method = method;
            this.path = path;
            this.summary = summary;
        }

        public Builder access(Access rule) {
            this.access = rule;
            return this;
        }

        /** If it is not that of changes, short reads, anonymous reads or deliveries, by method and access. */
        public Builder bulkhead(Bulkhead some) {
            this.bulkhead = some;
            return this;
        }

        /** Declares parameters. A handler cannot read an undeclared one, and a request that sends one is refused. */
        public Builder takes(Parameter<?>... more) {
            Collections.addAll(parameters, more);
            return this;
        }

        /** Requires an idempotency key. */
        public Builder idempotent() {
            problems.add(ProblemType.IDEMPOTENCY_KEY_REUSED);
            return takes(IDEMPOTENCY_KEY);
        }

        /** Requires a JSON body that fits a record. */
        public Builder body(Class<? extends Record> type) {
            this.body = type;
            return this;
        }

        /** The largest body, in bytes, if not {@value #BODY_LIMIT_BYTES}. */
        public Builder bodyLimit(int bytes) {
            this.bodyLimit = bytes;
            return this;
        }

        /** The status and the body of a success. */
        public Builder returns(int successStatus, Class<?> type) {
            this.status = successStatus;
            this.responseType = type;
            return this;
        }

        /** A success has status 204 and no body. */
        public Builder returnsNoContent() {
            this.status = 204;
            return this;
        }

        /** The problems of this endpoint, besides those that every endpoint has. */
        public Builder refuses(ProblemType... more) {
            Collections.addAll(problems, more);
            return this;
        }

        /** Caches responses until a tag of the policy changes; only for GET with a token and without header parameters. */
        public Builder cached(CachePolicy policy) {
            this.cachePolicy = policy;
            return this;
        }

        public Endpoint handledBy(Handler handler) {
            if (cachePolicy != null && !isPlainRead()) {
                throw new IllegalStateException(
                        method + " " + path + " cannot be cached: it is no GET with a token and without headers");
            }
            return new Endpoint(this, handler, null);
        }

        private boolean isPlainRead() {
            return method.equals("GET")
                    && !(access instanceof Access.Anyone)
                    && parameters.stream().noneMatch(parameter -> parameter.place() == Parameter.Place.HEADER);
        }

        /** The response is a stream of server-sent events. */
        public Endpoint streamedBy(StreamHandler streamHandler) {
            return new Endpoint(this, null, streamHandler);
        }
    }

    /** The same endpoint with its path below {@code base}. */
    Endpoint under(String base) {
        return new Endpoint(this, base);
    }

    public String method() {
        return method;
    }

    public String path() {
        return path;
    }

    public Access access() {
        return access;
    }

    Bulkhead bulkhead() {
        return bulkhead;
    }

    public String summary() {
        return summary;
    }

    public List<Parameter<?>> parameters() {
        return parameters;
    }

    public @Nullable Class<?> body() {
        return body;
    }

    int bodyLimit() {
        return bodyLimit;
    }

    public int status() {
        return status;
    }

    public @Nullable Class<?> responseType() {
        return responseType;
    }

    public List<ProblemType> problems() {
        return problems;
    }

    public @Nullable CachePolicy cachePolicy() {
        return cachePolicy;
    }

    @Nullable Handler handler() {
        return handler;
    }

    public @Nullable StreamHandler streamHandler() {
        return streamHandler;
    }
}
