package dev.comptoir.headoffice.operations;

import dev.comptoir.headoffice.staff.Staff;
import dev.comptoir.platform.http.Bulkhead;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Response;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The golden signals of every instance. */
public final class OperationsApi {
    private static final Logger LOG = LoggerFactory.getLogger(OperationsApi.class);
    private static final ProblemType UNKNOWN =
            new ProblemType("signals-unknown", 503, "The golden signals are not available at the moment");

    private final SignalHistory history;

    public OperationsApi(SignalHistory history) {
        this.history = history;
    }

    /** @param instances their signals over the last 15 minutes */
    public record Operations(List<GoldenSignals> instances) {}

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/operations", "The golden signals of each instance over the last 15 minutes")
                .access(Staff.MANAGERS)
                .bulkhead(Bulkhead.REPORTS)
                .returns(200, Operations.class)
                .refuses(UNKNOWN)
                .handledBy(request -> operations()));
    }

    private Response operations() {
        try {
            return Response.ok(new Operations(history.signals()));
        } catch (IllegalStateException unavailable) {
            LOG.warn("golden signals not available: {}", unavailable.getMessage());
            return Response.problem(UNKNOWN, "the Prometheus in the settings does not respond");
        }
    }
}
