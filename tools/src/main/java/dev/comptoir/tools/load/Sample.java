package dev.comptoir.tools.load;

/**
 * One request of a run.
 *
 * @param operation {@code report}: samples are counted by it
 * @param startedNanos when it should have been sent, since the run's start
 * @param outcome {@link Outcomes#OK}, or why it failed
 */
public record Sample(String operation, long startedNanos, long endedNanos, String outcome) {
    public double milliseconds() {
        return (endedNanos - startedNanos) / 1e6;
    }
}
