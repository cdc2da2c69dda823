package dev.comptoir.platform.http;

/** Ends the work on a request that never reaches a use case: malformed, not allowed, over a limit. */
public final class Refused extends RuntimeException {
    private final transient Problem problem;

    public Refused(Problem problem) {
        super(problem.type().word() + ": " + problem.detail(), null, false, false);
        this.problem = problem;
    }

    public Refused(ProblemType type, String detail) {
        this(new Problem(type, detail));
    }

    public Problem problem() {
        return problem;
    }

    /** For values that a caller sent and that no value type accepts. */
    public static Refused invalid(String detail) {
        return new Refused(ProblemType.INVALID_REQUEST, detail);
    }
}
