package dev.comptoir.platform.http;

import dev.comptoir.platform.http.RequestMetrics.StreamRejection;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.settings.ServiceSettings;
import dev.comptoir.platform.sql.Cancellation;
import dev.comptoir.platform.sql.SqlFailures;
import dev.comptoir.platform.telemetry.Metrics;
import dev.comptoir.platform.telemetry.Span;
import dev.comptoir.platform.telemetry.Traces;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Takes each request through the same steps: id, token, parameters, body, place, handler, response. */
final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    /** Concurrent streams of events. They are long and idle, and do not count as requests in flight. */
    private static final int STREAM_LIMIT = 500;

    /** Longer than the interval at which a handler checks whether its stream is closed. */
    private static final Duration STREAM_END = Duration.ofSeconds(2);

    private static final Duration LOGIN_REJECTION_DELAY = Duration.ofMillis(250);

    private final Authentication authentication;
    private final Bulkheads bulkheads;
    private final RequestBodies bodies = new RequestBodies();
    private final boolean behindProxy;
    private final RequestMetrics requestMetrics;
    private final String service;
    private final Traces traces;
    private final @Nullable ResponseCache cache;
    private final Set<ServletEventStream> streams = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    /** @param cache absent when responses are not cached */
    Dispatcher(
            Authentication authentication,
            ServiceSettings settings,
            Bulkheads bulkheads,
            RequestMetrics requestMetrics,
            Traces traces,
            @Nullable ResponseCache cache) {
        this.authentication = authentication;
        this.bulkheads = bulkheads;
        this.behindProxy = settings.http().behindProxy();
        this.service = settings.name();
        this.traces = traces;
        this.requestMetrics = requestMetrics;
        this.cache = cache;
    }

    void bindTo(Metrics metrics) {
        bulkheads.bindTo(metrics);
        metrics.gauge("comptoir.http.active_streams", "Open event streams", streams::size);
    }

    boolean isDraining() {
        return draining;
    }

    void beginDraining() {
        draining = true;
    }

    /**
     * Ends every stream. An interrupt during a write can leave the connection open for good, so only a handler that does not
     * end by itself is interrupted.
     */
    void endStreams() throws InterruptedException {
        streams.forEach(ServletEventStream::end);
        Instant deadline = Instant.now().plus(STREAM_END);
        while (!streams.isEmpty() && Instant.now().isBefore(deadline)) {
            Thread.sleep(10);
        }
        streams.forEach(ServletEventStream::interrupt);
    }

    void dispatch(Endpoint endpoint, Context context) {
        MDC.put("service", service);
        MDC.put("request", requestId(context));
        RequestOutcome.of(context).setRoute(endpoint.path());
        try {
            if (endpoint.streamHandler() != null) {
                stream(endpoint, endpoint.streamHandler(), context);
            } else {
                handleTraced(endpoint, context);
            }
        } catch (RuntimeException | Error unwritable) {
            write(context, failed(endpoint, unwritable));
        } finally {
            MDC.remove("request");
            MDC.remove("service");
        }
    }

    private void handleTraced(Endpoint endpoint, Context context) {
        if (!isTraced(endpoint, context)) {
            write(context, delayed(endpoint, handle(endpoint, context)));
            return;
        }
        try (Span span = traces.serving(endpoint.method() + " " + endpoint.path(), context.header(Traces.HEADER))) {
            Response response = delayed(endpoint, handle(endpoint, context));
            write(context, response);
            span.attribute("http.request.method", endpoint.method())
                    .attribute("http.route", endpoint.path())
                    .attribute("http.response.status_code", response.status());
            if (response.body() instanceof Problem problem) {
                span.attribute("error.type", problem.type().word());
            }
            if (response.status() >= 500) {
                span.fail();
            }
        }
    }

    /** Clients that guess passwords and try again at once would take the processor. They hold no place while they wait. */
    private static Response delayed(Endpoint endpoint, Response response) {
        if (endpoint.bulkhead() == Bulkhead.LOGINS && response.status() == ProblemType.TOO_MANY_REQUESTS.status()) {
            LockSupport.parkNanos(LOGIN_REJECTION_DELAY.toNanos());
        }
        return response;
    }

    /** Health probes and heartbeats would be the majority of all traces. */
    private boolean isTraced(Endpoint endpoint, Context context) {
        return traces.areOn()
                && !endpoint.path().startsWith(Health.ROOT)
                && (!(endpoint.access() instanceof Access.Peers) || context.header(Traces.HEADER) != null);
    }

    private Response handle(Endpoint endpoint, Context context) {
        Places some = bulkheads.of(endpoint.bulkhead());
        try {
            if (Admission.hasRejected(context) || some.isFull()) {
                discardBody(endpoint, context);
                return rejected(endpoint);
            }
            Request request = admit(endpoint, context);
            try (ReceivedBody body = bodies.receive(endpoint, context)) {
                request.received(body);
                return some.enter() ? handle(endpoint, request, some) : rejected(endpoint);
            }
        } catch (Refused refused) {
            return refused.problem().type().equals(ProblemType.TOO_MANY_REQUESTS)
                    ? rejected(endpoint, refused.problem())
                    : Response.problem(refused.problem());
        } catch (RuntimeException | Error failure) {
            return failed(endpoint, failure);
        }
    }

    /** A connection is closed while the rest of a body is on its way, and the client may then lose the response. */
    private void discardBody(Endpoint endpoint, Context context) {
        bodies.receive(endpoint, context).close();
    }

    private Response handle(Endpoint endpoint, Request request, Places taken) {
        try {
            Endpoint.Handler handler = endpoint.handler();
            if (handler == null) {
                throw new IllegalStateException(endpoint.path() + " has no handler");
            }
            Endpoint.Handler limited = one -> taken.useDatabase(() -> handler.handle(one));
            return cache == null || endpoint.cachePolicy() == null
                    ? limited.handle(request)
                    : cache.handle(endpoint, endpoint.cachePolicy(), limited, request);
        } finally {
            taken.leave();
        }
    }

    private Response rejected(Endpoint endpoint) {
        return rejected(endpoint, Admission.TOO_MANY);
    }

    private Response rejected(Endpoint endpoint, Problem problem) {
        requestMetrics.rejected(endpoint.bulkhead());
        return tooMany(problem);
    }

    private static Response tooMany(Problem problem) {
        return Response.problem(problem).header("Retry-After", Admission.RETRY_AFTER_SECONDS);
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

    private static Response failed(Endpoint endpoint, Throwable failure) {
        if (Cancellation.isRequested() && SqlFailures.isCancelled(failure)) {
            LOG.info("{} {} was cancelled: its client has disconnected", endpoint.method(), endpoint.path());
            return Response.problem(ProblemType.CLIENT_DISCONNECTED, "the connection was closed by the client");
        }
        if (endpoint.method().equals("GET") && SqlFailures.isCancelled(failure)) {
            LOG.warn("{} {} was cancelled after the time limit of a statement", endpoint.method(), endpoint.path());
            return Response.problem(ProblemType.TOO_BROAD, "ask for a shorter period, one store or fewer rows");
        }
        if (SqlFailures.isTransient(failure)) {
            LOG.warn("{} {} failed, database unavailable: {}", endpoint.method(), endpoint.path(), failure.toString());
            return Response.problem(ProblemType.UNAVAILABLE, "the database cannot be reached now")
                    .header("Retry-After", "1");
        }
        LOG.error("{} {} failed", endpoint.method(), endpoint.path(), failure);
        return Response.problem(ProblemType.INTERNAL_ERROR, "the failure is logged under this request id");
    }

    private void stream(Endpoint endpoint, Endpoint.StreamHandler handler, Context context) {
        ServletEventStream stream = new ServletEventStream(context.res(), () -> isAdmitted(endpoint, context));
        try {
            Request request = admit(endpoint, context);
            endpoint.parameters().forEach(request::find);
            streams.add(stream);
            if (draining || streams.size() > STREAM_LIMIT) {
                requestMetrics.rejected(draining ? StreamRejection.DRAINING : StreamRejection.STREAMS);
                write(context, tooMany(new Problem(ProblemType.TOO_MANY_REQUESTS, "too many event streams are open")));
                return;
            }
            context.header(RequestId.HEADER, requestId(context));
            RequestOutcome.of(context).setStream();
            stream.open();
            handler.handle(request, stream);
        } catch (Refused refused) {
            write(context, Response.problem(refused.problem()));
        } catch (RuntimeException | Error failure) {
            if (!context.res().isCommitted()) {
                write(context, failed(endpoint, failure));
            } else if (!stream.isClosed() && !Cancellation.isRequested()) {
                LOG.error("event stream {} failed", endpoint.path(), failure);
            }
        } finally {
            streams.remove(stream);
        }
    }

    void write(Context context, Response response) {
        context.status(response.status());
        context.header(RequestId.HEADER, requestId(context));
        context.header("X-Content-Type-Options", "nosniff");
        if (!response.headers().containsKey("Cache-Control")) {
            context.header("Cache-Control", "no-store");
        }
        response.headers().forEach(context::header);
        if (response.body() instanceof Problem problem) {
            RequestOutcome.of(context).setError(problem.type().word());
            if (response.status() == 401) {
                context.header("WWW-Authenticate", "Bearer");
            }
            write(context, "application/problem+json", problem.members(requestId(context)));
        } else if (response.body() instanceof FileBody file) {
            context.contentType(file.contentType());
            context.result(file.bytes());
        } else if (response.body() instanceof EncodedBody encoded) {
            write(context, encoded);
        } else if (response.body() != null) {
            write(context, "application/json", response.body());
        }
    }

    /** The bytes first: if the body cannot be written, the response is another one. */
    private static void write(Context context, String contentType, Object body) {
        byte[] bytes = Json.bytes(body);
        context.contentType(contentType);
        context.result(bytes);
    }

    /** Written directly to the connection: the server would copy the bytes again, and compress them each time. */
    private static void write(Context context, EncodedBody encoded) {
        boolean isCompressed = encoded.isCompressedFor(context.header("Accept-Encoding"));
        byte[] bytes = encoded.bytes(isCompressed);
        context.header("ETag", encoded.tag(isCompressed));
        if (isCompressed) {
            context.header("Content-Encoding", "gzip");
        }
        context.contentType(encoded.contentType());
        context.res().setContentLength(bytes.length);
        try {
            context.res().getOutputStream().write(bytes);
        } catch (IOException gone) {
            LOG.debug("client disconnected before the response", gone);
        }
    }

    /** The caller's id if it is well formed, else a new one. */
    private static String requestId(Context context) {
        String known = context.attribute(RequestId.HEADER);
        if (known != null) {
            return known;
        }
        String id = RequestId.of(context.header(RequestId.HEADER));
        context.attribute(RequestId.HEADER, id);
        return id;
    }
}
