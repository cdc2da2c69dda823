package dev.comptoir.store.approvals;

import dev.comptoir.contract.Money;
import dev.comptoir.contract.Role;
import dev.comptoir.platform.http.Caller;
import dev.comptoir.platform.security.Login;
import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.store.registers.Employees;
import dev.comptoir.store.registers.Till;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks and records the approvals of managers. */
public final class Approvals {
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

    /** What a manager can approve. */
    public enum Kind {
        REFUND("refund"),
        PRICE("price"),
        DISCOUNT("discount"),
        CASH_OUT("cash-out");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    /**
     * The manager behind a request: the caller, or the one who approves.
     *
     * @param address where the request comes from
     * @return empty for a clerk without an approval
     * @throws dev.comptoir.platform.http.Refused when the approval is not a manager's name and password
     */
    public Optional<String> managerOf(Caller caller, String address, @Nullable Approval approval) {
        if (caller.role().equals(Role.MANAGER.word())) {
            return Optional.of(caller.name());
        }
        if (approval == null) {
            return Optional.empty();
        }
        return switch (login.check(approval.username(), approval.password(), address, employees::find)) {
            case Login.Authenticated proved
            when proved.account().role().equals(Role.MANAGER.word()) ->
                Optional.of(proved.account().name());
            case Login.Authenticated clerk -> throw ApprovalProblems.refused("only a manager can approve");
            case Login.WrongCredentials wrong ->
                throw ApprovalProblems.refused("check the manager's name and password");
            case Login.MustWait wait -> throw ApprovalProblems.refused("too many failed attempts; wait a little");
        };
    }

    /**
     * What an approval allows.
     *
     * @param subject the number of the sale, the product and the reason, or the reason
     * @param units that an overridden price covers; absent for other kinds
     */
    public record Approved(
            Kind kind,
            String subject,
            Money amount,
            @Nullable Integer units) {
        public static Approved of(Kind kind, String subject, Money amount) {
            return new Approved(kind, subject, amount, null);
        }
    }

    /** Records an approval in the transaction of what it allowed. */
    public void record(Transaction transaction, Till till, Approved approved, String askedBy, String approvedBy) {
        transaction
                .update("""
                        INSERT INTO approval (store_code, register, kind, subject, amount, units, asked_by, approved_by,
                                              approved_at)
                        VALUES (:store, :register, :kind, :subject, :amount, :units, :askedBy, :approvedBy, :now)
                        """)
                .bindMethods(till)
                .bind("kind", approved.kind().word)
                .bind("subject", approved.subject())
                .bind("amount", approved.amount())
                .bindByType("units", approved.units(), Integer.class)
                .bind("askedBy", askedBy)
                .bind("approvedBy", approvedBy)
                .bind("now", clock.instant())
                .execute();
    }
}
