package dev.comptoir.platform.http;

import io.javalin.http.Context;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpException;
import org.jspecify.annotations.Nullable;

/**
 * Receives the bodies of requests before these take a place, within limits of size, time, rate and memory. Bodies of the usual
 * size need no share of the memory, so that large ones delay no sale.
 */
final class RequestBodies {
    /** A sale has some hundred bytes, a long one some thousand. */
    private static final int USUAL_BYTES = 8 * 1024;

    /** The part of the heap for what is larger. */
    private static final int HEAP_FRACTION = 8;

    /** Enough for one full batch of events, however small the heap is. */
    private static final long LEAST_MEMORY_BYTES = 20L * 1024 * 1024;

    private final Semaphore memory;

    RequestBodies() {
        long bytes = Math.max(LEAST_MEMORY_BYTES, Runtime.getRuntime().maxMemory() / HEAP_FRACTION);
        this.memory = new Semaphore((int) Math.min(bytes, Integer.MAX_VALUE));
    }

    /**
     * The body of a request; empty for an endpoint that declares none.
     *
     * @throws Refused when it is too large, too slow or incomplete, not JSON by its type, or when there is no memory for it
     */
    ReceivedBody receive(Endpoint endpoint, Context context) {
        if (endpoint.body() == null) {
            return ReceivedBody.NONE;
        }
        requireJson(context.contentType());
        Part part = new Part(endpoint.bodyLimit(), context.req().getContentLengthLong());
        BodyDeadline deadline = new BodyDeadline(context);
        try (ServletInputStream input = context.req().getInputStream()) {
            while (part.isFilledFrom(input, deadline)) {
                part.grow();
            }
            return part.complete();
        } catch (IOException | RuntimeException failure) {
            memory.release(part.taken);
            throw deadline.isExceeded()
                    ? new Refused(ProblemType.REQUEST_TIMEOUT, "the body arrived too slowly")
                    : refusal(failure);
        } finally {
            deadline.cancel();
        }
    }

    private static void requireJson(@Nullable String contentType) {
        if (contentType == null || !contentType.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
            throw new Refused(ProblemType.UNSUPPORTED_MEDIA_TYPE, "the content type is not application/json");
        }
    }

    /** A client that disconnects or violates HTTP is no failure of the service. */
    private static RuntimeException refusal(Exception failure) {
        if (failure instanceof IOException || failure instanceof HttpException) {
            return Refused.invalid("the body is incomplete");
        }
        return (RuntimeException) failure;
    }

    /** What has arrived of a body. */
    private final class Part {
        private final int limit;
        private final int declared;
        private byte[] bytes;
        private int length;
        private int taken;

        /** @param declared the length by the headers; negative when it is unknown */
        Part(int limit, long declared) {
            this.limit = limit;
            requireFitting(declared);
            this.declared = (int) declared;
            this.bytes = new byte[Math.min(USUAL_BYTES, declared < 0 ? limit + 1 : this.declared)];
        }

        private void requireFitting(long size) {
            if (size > limit) {
                throw new Refused(ProblemType.TOO_LARGE, "the body is larger than " + limit + " bytes");
            }
        }

        /** Whether there may be more. */
        boolean isFilledFrom(ServletInputStream input, BodyDeadline deadline) throws IOException {
            while (length < bytes.length) {
                if (input.available() == 0 && !input.isFinished()) {
                    deadline.start();
                }
                int read = input.read(bytes, length, bytes.length - length);
                if (read < 0) {
                    return false;
                }
                length += read;
                deadline.received(length);
            }
            return length != declared;
        }

        void grow() {
            requireFitting(length);
            int size = Math.min(limit + 1, bytes.length * 2);
            if (!memory.tryAcquire(size - bytes.length)) {
                throw new Refused(ProblemType.TOO_MANY_REQUESTS, "too many large bodies are being received");
            }
            taken += size - bytes.length;
            bytes = Arrays.copyOf(bytes, size);
        }

        ReceivedBody complete() {
            return new ReceivedBody(length == bytes.length ? bytes : Arrays.copyOf(bytes, length), memory, taken);
        }
    }
}
