package dev.comptoir.platform.http;

import dev.comptoir.platform.http.RequestMetrics.Rejection;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.settings.ServiceSettings;
import dev.comptoir.platform.sql.SqlFailures;
import dev.comptoir.platform.telemetry.Metrics;
import dev.comptoir.platform.telemetry.Span;
import dev.comptoir.platform.telemetry.Traces;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Takes each request through the same steps: id, limit, token, parameters, work, answer. */
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9_\\-]{1,64}");
    private static final String REQUEST_ID_HEADER = "X-Request-Id";

    /** Probes at once. They have places of their own: an instance that is full must not be taken for a dead one. */
    private static final int PROBE_LIMIT = 16;

    /** Streams of events are long and idle; they do not count as in flight. */
    private static final int STREAM_LIMIT = 500;

    /** Longer than a feeder takes to look whether its stream has ended. */
    private static final Duration STREAM_END = Duration.ofSeconds(2);

    private final Authentication authentication;
    private final Semaphore inFlight;
    private final Semaphore probes = new Semaphore(PROBE_LIMIT);
    private final int limit;
    private final boolean behindProxy;
    private final RequestMetrics answers;
    private final String service;
    private final Traces traces;
    private final @Nullable ResponseCache kept;
    private final Set<ServletEventStream> streams = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    /** @param kept absent where no answers are kept */
    Dispatcher(
            Authentication authentication,
            ServiceSettings settings,
            RequestMetrics answers,
            Traces traces,
            @Nullable ResponseCache kept) {
        this.authentication = authentication;
        this.limit = settings.inFlight();
        this.inFlight = new Semaphore(limit);
        this.behindProxy = settings.behindProxy();
        this.service = settings.name();
        this.traces = traces;
        this.answers = answers;
        this.kept = kept;
    }

    void bindTo(Metrics metrics) {
        metrics.gauge("http.server.active_requests", "Requests in progress", () -> limit - inFlight.availablePermits());
        metrics.gauge("comptoir.http.active_requests.limit", "Maximum number of requests in progress", () -> limit);
        metrics.gauge("comptoir.http.active_streams", "Open event streams", streams::size);
    }

    boolean isDraining() {
        return draining;
    }

    void beginDraining() {
        draining = true;
    }

    /**
     * Ends every stream. An interrupt in the midst of an answer can leave its connection open for good, so only a
     * feeder that does not end by itself is interrupted.
     */
    void endStreams() throws InterruptedException {
        streams.forEach(ServletEventStream::end);
        Instant patience = Instant.now().plus(STREAM_END);
        while (!streams.isEmpty() && Instant.now().isBefore(patience)) {
            Thread.sleep(10);
        }
        streams.forEach(ServletEventStream::interrupt);
    }

    void dispatch(Endpoint endpoint, Context context) {
        Semaphore places = endpoint.path().startsWith(Health.ROOT) ? probes : inFlight;
        MDC.put("service", service);
        MDC.put("request", requestId(context));
        RequestOutcome.of(context).take(endpoint.path());
        try {
            if (endpoint.streaming() != null) {
                stream(endpoint, endpoint.streaming(), context);
            } else if (places.tryAcquire()) {
                try {
                    answerTraced(endpoint, context);
                } finally {
                    places.release();
                }
            } else {
                answers.rejected(Rejection.IN_FLIGHT);
                write(context, tooMany());
            }
        } finally {
            MDC.remove("request");
            MDC.remove("service");
        }
    }

    private void answerTraced(Endpoint endpoint, Context context) {
        if (!isTraced(endpoint, context)) {
            write(context, answer(endpoint, context));
            return;
        }
        try (Span span = traces.serving(endpoint.method() + " " + endpoint.path(), context.header(Traces.HEADER))) {
            Response answer = answer(endpoint, context);
            write(context, answer);
            span.attribute("http.request.method", endpoint.method())
                    .attribute("http.route", endpoint.path())
                    .attribute("http.response.status_code", answer.status());
            if (answer.body() instanceof Problem problem) {
                span.attribute("error.type", problem.type().word());
            }
            if (answer.status() >= 500) {
                span.fail();
            }
        }
    }

    /** Health probes and heartbeats would be the majority of all traces. */
    private boolean isTraced(Endpoint endpoint, Context context) {
        return traces.areOn()
                && !endpoint.path().startsWith(Health.ROOT)
                && (!(endpoint.access() instanceof Access.Peers) || context.header(Traces.HEADER) != null);
    }

    private static Response tooMany() {
        return Response.problem(ProblemType.TOO_MANY_REQUESTS, "too many requests are in flight")
                .header("Retry-After", "1");
    }

    private Response answer(Endpoint endpoint, Context context) {
        try {
            Endpoint.Work work = endpoint.work();
            if (work == null) {
                throw new IllegalStateException(endpoint.path() + " has no work");
            }
            Request request = admit(endpoint, context);
            return kept == null || endpoint.cachePolicy() == null
                    ? work.answer(request)
                    : kept.answer(endpoint, endpoint.cachePolicy(), work, request);
        } catch (Refused refused) {
            return Response.problem(refused.problem());
        } catch (RuntimeException failure) {
            return failed(endpoint, failure);
        }
    }

    private Request admit(Endpoint endpoint, Context context) {
        Request request =
                new Request(context, endpoint, authenticate(endpoint, context), requestId(context), behindProxy);
        request.refuseUnknownParameters();
        return request;
    }

    private boolean isAdmitted(Endpoint endpoint, Context context) {
        try {
            authenticate(endpoint, context);
            return true;
        } catch (Refused ended) {
            return false;
        }
    }

    private @Nullable Caller authenticate(Endpoint endpoint, Context context) {
        return switch (endpoint.access()) {
            case Access.Anyone anyone -> null;
            case Access.Peers peers -> authentication.peer(token(context));
            case Access.Staff staff -> {
                Caller caller = authentication.staff(token(context));
                if (!staff.roles().contains(caller.role())) {
                    throw new Refused(ProblemType.FORBIDDEN, "a " + caller.role() + " may not do this");
                }
                yield caller;
            }
        };
    }

    private static String token(Context context) {
        String header = context.header("Authorization");
        if (header == null || !header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw new Refused(ProblemType.UNAUTHENTICATED, "the header Authorization: Bearer <token> is missing");
        }
        return header.substring(7).strip();
    }

    private static Response failed(Endpoint endpoint, RuntimeException failure) {
        if (SqlFailures.isTransient(failure)) {
            LOG.warn("{} {} failed, database unavailable: {}", endpoint.method(), endpoint.path(), failure.toString());
            return Response.problem(ProblemType.UNAVAILABLE, "the database cannot be reached now")
                    .header("Retry-After", "1");
        }
        LOG.error("{} {} failed", endpoint.method(), endpoint.path(), failure);
        return Response.problem(ProblemType.INTERNAL_ERROR, "the failure is logged under this request id");
    }

    private void stream(Endpoint endpoint, Endpoint.Streaming streaming, Context context) {
        ServletEventStream stream = new ServletEventStream(context.res(), () -> isAdmitted(endpoint, context));
        try {
            Request request = admit(endpoint, context);
            endpoint.parameters().forEach(request::find);
            streams.add(stream);
            if (draining || streams.size() > STREAM_LIMIT) {
                answers.rejected(draining ? Rejection.DRAINING : Rejection.STREAMS);
                write(context, tooMany());
                return;
            }
            context.header(REQUEST_ID_HEADER, requestId(context));
            RequestOutcome.of(context).flow();
            stream.open();
            streaming.feed(request, stream);
        } catch (Refused refused) {
            write(context, Response.problem(refused.problem()));
        } catch (RuntimeException failure) {
            if (!stream.isClosed()) {
                LOG.error("event stream {} failed", endpoint.path(), failure);
            }
        } finally {
            streams.remove(stream);
        }
    }

    void write(Context context, Response answer) {
        context.status(answer.status());
        context.header(REQUEST_ID_HEADER, requestId(context));
        context.header("X-Content-Type-Options", "nosniff");
        if (!answer.headers().containsKey("Cache-Control")) {
            context.header("Cache-Control", "no-store");
        }
        answer.headers().forEach(context::header);
        if (answer.body() instanceof Problem problem) {
            RequestOutcome.of(context).fail(problem.type().word());
            if (answer.status() == 401) {
                context.header("WWW-Authenticate", "Bearer");
            }
            context.contentType("application/problem+json");
            context.result(Json.bytes(problem.members(requestId(context))));
        } else if (answer.body() instanceof Csv csv) {
            context.contentType(Csv.CONTENT_TYPE);
            context.result(csv.bytes());
        } else if (answer.body() instanceof EncodedBody ready) {
            write(context, ready);
        } else if (answer.body() != null) {
            context.contentType("application/json");
            context.result(Json.bytes(answer.body()));
        }
    }

    /** Straight to the connection: the server would copy it once more, and compress it each time. */
    private static void write(Context context, EncodedBody ready) {
        boolean isCompressed = ready.isCompressedFor(context.header("Accept-Encoding"));
        byte[] bytes = ready.bytes(isCompressed);
        context.header("ETag", ready.tag(isCompressed));
        if (isCompressed) {
            context.header("Content-Encoding", "gzip");
        }
        context.contentType(ready.contentType());
        context.res().setContentLength(bytes.length);
        try {
            context.res().getOutputStream().write(bytes);
        } catch (IOException gone) {
            LOG.debug("client disconnected before the response", gone);
        }
    }

    /** The caller's id when it is a harmless one, else one of ours. */
    private static String requestId(Context context) {
        String known = context.attribute(REQUEST_ID_HEADER);
        if (known != null) {
            return known;
        }
        String sent = context.header(REQUEST_ID_HEADER);
        String id = sent != null && REQUEST_ID.matcher(sent).matches()
                ? sent
                : UUID.randomUUID().toString();
        context.attribute(REQUEST_ID_HEADER, id);
        return id;
    }
}
