package dev.comptoir.store.receipts;

import dev.comptoir.platform.sql.Transaction;
import dev.comptoir.store.registers.Till;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How many receipts an employee, and a register, may send by e-mail in an hour, so that a till is no way to send spam. */
final class EmailLimits {
    static final int PER_HOUR = 60;
    private static final Duration HOUR = Duration.ofHours(1);

    private EmailLimits() {}

    /** Counts an e-mail that is about to be sent, unless one of the limits is reached; then nothing is counted. */
    static boolean count(Transaction transaction, Till till, String employee, Instant now) {
        List<String> senders = List.of("employee " + employee, "register " + till.store() + ' ' + till.register());
        boolean isAllowed = senders.stream().allMatch(sender -> count(transaction, sender, now));
        return isAllowed || transaction.refuse(false);
    }

    private static boolean count(Transaction transaction, String sender, Instant now) {
        return transaction
                        .update("""
                                INSERT INTO receipt_email_count AS counted (sender, since, sent) VALUES (:sender, :now, 1)
                                ON CONFLICT (sender) DO UPDATE
                                SET since = CASE WHEN counted.since <= :hourAgo THEN excluded.since ELSE counted.since END,
                                    sent = CASE WHEN counted.since <= :hourAgo THEN 1 ELSE counted.sent + 1 END
                                WHERE counted.since <= :hourAgo OR counted.sent < :limit
                                """)
                        .bind("sender", sender)
                        .bind("now", now)
                        .bind("hourAgo", now.minus(HOUR))
                        .bind("limit", PER_HOUR)
                        .execute()
                == 1;
    }
}
