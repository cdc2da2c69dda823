package dev.comptoir.tools.load;

import dev.comptoir.tools.client.Response;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;

/** One arrival of a run, and its stopwatch. One thread uses it. */
public final class Arrival {
    /** A later response is of no use to its user. */
    private static final double LATEST_MILLISECONDS = 10_000;

    private final int number;
    private final long runStart;
    private final long intended;
    private final Consumer<Sample> samples;
    private boolean isFirst = true;

    Arrival(int number, long runStart, long intended, Consumer<Sample> samples) {
        this.number = number;
        this.runStart = runStart;
        this.intended = intended;
        this.samples = samples;
    }

    /** Counts the arrivals of a workload from 0. */
    public int number() {
        return number;
    }

    /** Nanoseconds since the intended moment of the arrival. */
    public long elapsedNanos() {
        return System.nanoTime() - intended;
    }

    /**
     * Sends a request and records its sample. The first request of an arrival is timed from the arrival's intended moment,
     * each further one from its own sending.
     *
     * @param isRight whether the content of a successful response is right
     * @return the response, also of a failed request
     */
    public Response measure(String operation, Supplier<Response> request, Predicate<Response> isRight) {
        long started = isFirst ? intended : System.nanoTime();
        isFirst = false;
        Response response = request.get();
        Sample sample = sample(operation, started, response.outcome());
        if (sample.milliseconds() > LATEST_MILLISECONDS) {
            samples.accept(sample(operation, started, "timeout"));
        } else if (!response.isSuccess()) {
            samples.accept(sample);
        } else {
            String outcome = holds(isRight, response) ? Outcomes.OK : "wrong";
            samples.accept(new Sample(operation, sample.startedNanos(), sample.endedNanos(), outcome));
        }
        return response;
    }

    /** Records a request that could not be sent. */
    public void fail(String operation, String cause) {
        samples.accept(sample(operation, intended, cause));
    }

    private Sample sample(String operation, long started, String outcome) {
        return new Sample(operation, started - runStart, System.nanoTime() - runStart, outcome);
    }

    private static boolean holds(Predicate<Response> rule, Response response) {
        try {
            return rule.test(response);
        } catch (JacksonException unreadable) {
            return false;
        }
    }
}
