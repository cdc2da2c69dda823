package dev.comptoir.platform.http;

import java.util.List;
import java.util.function.BooleanSupplier;

/** What a load balancer asks: whether the process lives, and whether it should be sent requests. */
final class Health {
    static final String ROOT = "/health";

    private Health() {}

    /** The answer to both questions: {@code up}. */
    record Status(String status) {}

    static List<Endpoint> endpoints(BooleanSupplier ready) {
        return List.of(
                Endpoint.get(ROOT + "/live", "Whether the process lives")
                        .access(Access.anyone())
                        .answers(200, Status.class)
                        .handledBy(request -> Response.ok(new Status("up"))),
                Endpoint.get(ROOT + "/ready", "Whether requests should be sent here: database reached, not draining")
                        .access(Access.anyone())
                        .answers(200, Status.class)
                        .refuses(ProblemType.UNAVAILABLE)
                        .handledBy(request -> ready.getAsBoolean()
                                ? Response.ok(new Status("up"))
                                : Response.problem(
                                        ProblemType.UNAVAILABLE, "draining, or the database does not answer")));
    }
}
