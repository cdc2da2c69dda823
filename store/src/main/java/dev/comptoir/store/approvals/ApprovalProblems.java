package dev.comptoir.store.approvals;

import dev.comptoir.contract.Money;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Refused;
import dev.comptoir.platform.http.Response;
import java.util.Map;

/** The problems that callers receive when an approval is missing or wrong. */
public final class ApprovalProblems {
    public static final ProblemType APPROVAL_NEEDED =
            new ProblemType("approval-needed", 403, "A manager must approve this");
    public static final ProblemType APPROVAL_REFUSED =
            new ProblemType("approval-refused", 403, "The approval is not a manager's name and password");

    private ApprovalProblems() {}

    /** @param exceeded whose limit it is, in one word */
    public static Response needed(Money amount, Money limit, String exceeded) {
        return Response.problem(
                APPROVAL_NEEDED,
                "%s is above %s, the limit of the %s: a manager must approve it".formatted(amount, limit, exceeded),
                Map.of("amount", amount, "limit", limit, "exceeded", exceeded));
    }

    /** @param limit up to which a clerk needs no approval */
    public static Response needed(Money amount, Money limit) {
        return Response.problem(
                APPROVAL_NEEDED,
                "%s is above %s: a manager must approve it".formatted(amount, limit),
                Map.of("amount", amount, "limit", limit));
    }

    /** @param what no clerk may do alone */
    public static Response needed(String what) {
        return Response.problem(APPROVAL_NEEDED, "a manager must approve " + what);
    }

    static Refused refused(String detail) {
        return new Refused(APPROVAL_REFUSED, detail);
    }
}
