package dev.comptoir.tools.load;

import java.util.function.DoubleUnaryOperator;

/**
 * Arrivals of one workload.
 *
 * @param name of the workload; the operation of an arrival that is refused because too many are in flight
 * @param perSecond the rate by the seconds since the run's start; above 0
 */
public record Arrivals(String name, DoubleUnaryOperator perSecond, Workload workload) {
    public static Arrivals constant(String name, double perSecond, Workload workload) {
        return new Arrivals(name, seconds -> perSecond, workload);
    }
}
