package dev.comptoir.platform.http;

/**
 * A kind of refusal. Its word is used in the problem's {@code type}, in metrics and in documents.
 *
 * @param word lower-case words joined by '-': {@code shelf-too-short}; screens translate it
 * @param status the HTTP status of the response
 * @param title one English sentence without a full stop, the same for every occurrence
 */
public record ProblemType(String word, int status, String title) {
    public static final ProblemType INVALID_REQUEST =
            new ProblemType("invalid-request", 400, "The request is not well formed");
    public static final ProblemType UNAUTHENTICATED =
            new ProblemType("unauthenticated", 401, "A valid token is required");
    public static final ProblemType FORBIDDEN = new ProblemType("forbidden", 403, "The caller may not do this");
    public static final ProblemType NOT_FOUND = new ProblemType("not-found", 404, "Not found");
    public static final ProblemType METHOD_NOT_ALLOWED =
            new ProblemType("method-not-allowed", 405, "The path does not allow this method");
    public static final ProblemType REQUEST_TIMEOUT =
            new ProblemType("request-timeout", 408, "The request arrived too slowly");
    public static final ProblemType TOO_LARGE = new ProblemType("too-large", 413, "The request body is too large");
    public static final ProblemType UNSUPPORTED_MEDIA_TYPE =
            new ProblemType("unsupported-media-type", 415, "The request body must be application/json");
    public static final ProblemType IDEMPOTENCY_KEY_REUSED =
            new ProblemType("idempotency-key-reused", 422, "The idempotency key was used before with another request");
    public static final ProblemType TOO_BROAD =
            new ProblemType("too-broad", 422, "The question takes too long to answer; narrow it");
    public static final ProblemType TOO_MANY_REQUESTS =
            new ProblemType("too-many-requests", 429, "Too many requests; try again later");
    /** Only a client that has closed its half of the connection reads it. nginx introduced the status; proxies log it. */
    public static final ProblemType CLIENT_DISCONNECTED =
            new ProblemType("client-disconnected", 499, "The client disconnected before the response");

    public static final ProblemType INTERNAL_ERROR = new ProblemType("internal-error", 500, "The service failed");
    public static final ProblemType UNAVAILABLE =
            new ProblemType("unavailable", 503, "The service is unavailable; try again later");

    /** The URI reference in the member {@code type} (RFC 9457, section 3.1.1). */
    public String uri() {
        return "urn:comptoir:problem:" + word;
    }
}
