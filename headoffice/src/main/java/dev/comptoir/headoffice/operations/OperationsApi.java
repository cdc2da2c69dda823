package dev.comptoir.headoffice.operations;

import dev.comptoir.headoffice.staff.Permissions;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.watch.Signals;
import dev.comptoir.platform.watch.Watching;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The four golden signals of every instance. */
public final class OperationsApi {
    private static final Logger LOG = LoggerFactory.getLogger(OperationsApi.class);
    private static final ProblemType UNKNOWN =
            new ProblemType("signals-unknown", 503, "Nobody knows at the moment how the services do");

    private final Watching watching;

    public OperationsApi(Watching watching) {
        this.watching = watching;
    }

    /** How each instance has done in the last quarter of an hour. */
    public record Operations(List<Signals> instances) {}

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/operations", "The four golden signals of each instance, for the last 15 minutes")
                .access(Permissions.MANAGERS)
                .answers(200, Operations.class)
                .refuses(UNKNOWN)
                .handledBy(request -> answer()));
    }

    private Response answer() {
        try {
            return Response.ok(new Operations(watching.signals()));
        } catch (IllegalStateException away) {
            LOG.warn("the signals are not known: {}", away.getMessage());
            return Response.problem(UNKNOWN, "the Prometheus that is set up does not answer");
        }
    }
}
