package dev.comptoir.platform.http;

/** Refuses a request before it reaches a use case: malformed, not allowed, over a limit. */
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

    /** For a value of the request that is not valid. */
    public static Refused invalid(String detail) {
        return new Refused(ProblemType.INVALID_REQUEST, detail);
    }
}
