package dev.comptoir.platform.http;

import java.util.List;
import java.util.function.BooleanSupplier;

/** The health probes of load balancers and orchestrators: whether the process is live, and whether it is ready. */
final class Health {
    static final String ROOT = "/health";

    private Health() {}

    /** @param status {@code up} */
    record Status(String status) {}

    static List<Endpoint> endpoints(BooleanSupplier ready) {
        return List.of(
                Endpoint.get(ROOT + "/live", "Whether the process is live")
                        .access(Access.anyone())
                        .bulkhead(Bulkhead.PROBES)
                        .returns(200, Status.class)
                        .handledBy(request -> Response.ok(new Status("up"))),
                Endpoint.get(
                                ROOT + "/ready",
                                "Whether the instance is ready for requests: database reachable, not draining")
                        .access(Access.anyone())
                        .bulkhead(Bulkhead.PROBES)
                        .returns(200, Status.class)
                        .refuses(ProblemType.UNAVAILABLE)
                        .handledBy(request -> ready.getAsBoolean()
                                ? Response.ok(new Status("up"))
                                : Response.problem(
                                        ProblemType.UNAVAILABLE, "draining, or the database does not respond")));
    }
}
