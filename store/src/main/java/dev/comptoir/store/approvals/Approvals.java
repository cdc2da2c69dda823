package dev.comptoir.store.approvals;

import dev.comptoir.contract.Money;
import dev.comptoir.contract.Role;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Refused;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.security.Login;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.store.registers.Employees;
import dev.comptoir.store.registers.Till;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks a manager's approval, and writes down what it was used for. */
public final class Approvals {
    public static final ProblemType APPROVAL_NEEDED =
            new ProblemType("approval-needed", 403, "A manager must approve this");
    public static final ProblemType APPROVAL_REFUSED =
            new ProblemType("approval-refused", 403, "The approval is not one of a manager with that password");

    private final Login login;
    private final Employees employees;
    private final Clock clock;

    public Approvals(Login login, Employees employees, Clock clock) {
        this.login = login;
        this.employees = employees;
        this.clock = clock;
    }

    /** The name and password of the manager who approves. */
    public record Approval(String username, String password) {

        /** Keeps the password out of logs. */
        @Override
        public String toString() {
            return "Approval[" + username + "]";
        }
    }

    /** What somebody may be allowed to do. */
    public enum Kind {
        REFUND("refund"),
        PRICE("price"),
        CASH_OUT("cash-out");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    /**
     * The manager who stands behind a request: the caller, or the one who approves.
     *
     * @return empty for a clerk without an approval
     * @throws Refused when the approval is not a manager's
     */
    public Optional<String> managerOf(Request request, @Nullable Approval approval) {
        if (request.caller().role().equals(Role.MANAGER.word())) {
            return Optional.of(request.caller().name());
        }
        if (approval == null) {
            return Optional.empty();
        }
        return switch (login.check(
                approval.username(), approval.password(), request.clientAddress(), employees::find)) {
            case Login.Proved(var account)
            when account.role().equals(Role.MANAGER.word()) -> Optional.of(account.name());
            case Login.Proved(var clerk) -> throw new Refused(APPROVAL_REFUSED, "a clerk cannot approve");
            case Login.WrongCredentials wrong ->
                throw new Refused(APPROVAL_REFUSED, "check the manager's name and password");
            case Login.MustWait wait -> throw new Refused(APPROVAL_REFUSED, "too many failed attempts; wait a little");
        };
    }

    /** @param limit up to which a clerk needs no approval */
    public static Response needed(Money amount, Money limit) {
        return Response.problem(
                APPROVAL_NEEDED,
                "%s is above %s: ask a manager".formatted(amount, limit),
                Map.of("amount", amount, "limit", limit));
    }

    /** Writes an approval down, with what it allowed. */
    public void record(
            Transaction transaction,
            Till till,
            Kind kind,
            String subject,
            Money amount,
            String askedBy,
            String approvedBy) {
        transaction
                .sql()
                .createUpdate("""
                        INSERT INTO approval (store_code, register, kind, subject, amount, asked_by, approved_by, approved_at)
                        VALUES (:store, :register, :kind, :subject, :amount, :askedBy, :approvedBy, :now)
                        """)
                .bind("store", till.store())
                .bind("register", till.register())
                .bind("kind", kind.word)
                .bind("subject", subject)
                .bind("amount", amount.cents())
                .bind("askedBy", askedBy)
                .bind("approvedBy", approvedBy)
                .bind("now", Timestamp.from(clock.instant()))
                .execute();
    }
}
