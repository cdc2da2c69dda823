package dev.comptoir.tools.load;

/** What an arrival does: one request, or several in order. */
@FunctionalInterface
public interface Workload {
    void run(Arrival arrival);
}
