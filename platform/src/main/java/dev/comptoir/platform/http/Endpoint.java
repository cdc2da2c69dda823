package dev.comptoir.platform.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint: what serves it, guards it and documents it, in one place.
 *
 * <pre>{@code
 * Endpoint.post("/sales", "Sells the register's cart")
 *     .access(Access.staff("clerk", "manager"))
 *     .idempotent()
 *     .body(NewSale.class)
 *     .answers(201, Sale.class)
 *     .refuses(SHELF_TOO_SHORT, UNDERPAID)
 *     .handledBy(this::sell);
 * }</pre>
 */
public final class Endpoint {
    /** The header that carries a client's key for a write. */
    public static final Parameter<String> IDEMPOTENCY_KEY = Parameter.header(
                    "Idempotency-Key",
                    "Made by the client, one per intended write; a replay gets the first answer",
                    "[A-Za-z0-9_\\-]{8,64}")
            .required();

    private final String method;
    private final String path;
    private final String summary;
    private final Access access;
    private final List<Parameter<?>> parameters;
    private final @Nullable Class<?> body;
    private final int bodyLimit;
    private final int status;
    private final @Nullable Class<?> answer;
    private final List<ProblemType> problems;
    private final @Nullable CachePolicy cachePolicy;
    private final @Nullable Work work;
    private final @Nullable Streaming streaming;

    /** Answers a request. */
    @FunctionalInterface
    public interface Work {
        Response answer(Request request);
    }

    /** Feeds a stream of server-sent events until it ends. */
    @FunctionalInterface
    public interface Streaming {
        void feed(Request request, EventStream stream);
    }

    private Endpoint(Endpoint endpoint, String base) {
        this.method = endpoint.method;
        this.path = base + endpoint.path;
        this.summary = endpoint.summary;
        this.access = endpoint.access;
        this.parameters = endpoint.parameters;
        this.body = endpoint.body;
        this.bodyLimit = endpoint.bodyLimit;
        this.status = endpoint.status;
        this.answer = endpoint.answer;
        this.problems = endpoint.problems;
        this.cachePolicy = endpoint.cachePolicy;
        this.work = endpoint.work;
        this.streaming = endpoint.streaming;
    }

    private Endpoint(Builder builder, @Nullable Work work, @Nullable Streaming streaming) {
        if (builder.access == null) {
            throw new IllegalStateException(builder.method + " " + builder.path + " names no access rule");
        }
        this.method = builder.method;
        this.path = builder.path;
        this.summary = builder.summary;
        this.access = builder.access;
        this.parameters = List.copyOf(builder.parameters);
        this.body = builder.body;
        this.bodyLimit = builder.bodyLimit;
        this.status = builder.status;
        this.answer = builder.answer;
        this.problems = List.copyOf(builder.problems);
        this.cachePolicy = builder.cachePolicy;
        this.work = work;
        this.streaming = streaming;
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

    /** Gathers a declaration. Paths are relative to the API's base, with {@code {name}} for parameters. */
    public static final class Builder {
        /** A request body without many lines. */
        private static final int BODY_LIMIT_BYTES = 64 * 1024;

        private final String method;
        private final String path;
        private final String summary;
        private @Nullable Access access;
        private final List<Parameter<?>> parameters = new ArrayList<>();
        private @Nullable Class<?> body;
        private int bodyLimit = BODY_LIMIT_BYTES;
        private int status = 200;
        private @Nullable Class<?> answer;
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

        /** Declares parameters; reading one that is not declared is a defect, sending one is refused. */
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

        /** For bodies that are larger than usual, in bytes. */
        public Builder bodyLimit(int bytes) {
            this.bodyLimit = bytes;
            return this;
        }

        /** The answer when all goes well. */
        public Builder answers(int successStatus, Class<?> type) {
            this.status = successStatus;
            this.answer = type;
            return this;
        }

        /** The answer when all goes well has no body. */
        public Builder answersNothing() {
            this.status = 204;
            return this;
        }

        /** The refusals that this endpoint adds to those that every endpoint has. */
        public Builder refuses(ProblemType... more) {
            Collections.addAll(problems, more);
            return this;
        }

        /** Keeps answers in memory as long as nothing of that changes; only for reads with a token that take no header. */
        public Builder cached(CachePolicy policy) {
            this.cachePolicy = policy;
            return this;
        }

        public Endpoint handledBy(Work work) {
            if (cachePolicy != null && !isPlainRead()) {
                throw new IllegalStateException(method + " " + path + " has answers that cannot be kept");
            }
            return new Endpoint(this, work, null);
        }

        private boolean isPlainRead() {
            return method.equals("GET")
                    && !(access instanceof Access.Anyone)
                    && parameters.stream().noneMatch(parameter -> parameter.place() == Parameter.Place.HEADER);
        }

        /** Makes the answer a stream of server-sent events. */
        public Endpoint streamedBy(Streaming streaming) {
            return new Endpoint(this, null, streaming);
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

    public @Nullable Class<?> answer() {
        return answer;
    }

    public List<ProblemType> problems() {
        return problems;
    }

    public @Nullable CachePolicy cachePolicy() {
        return cachePolicy;
    }

    @Nullable Work work() {
        return work;
    }

    public @Nullable Streaming streaming() {
        return streaming;
    }
}
