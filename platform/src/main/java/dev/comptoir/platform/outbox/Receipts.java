package dev.comptoir.platform.outbox;

import dev.comptoir.platform.outbox.BatchSource.Batch;
import dev.comptoir.platform.outbox.Relay.Result;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the receipts of a destination: the log moves forward, goes back, or starts a new incarnation. */
final class Receipts {
    private static final Logger LOG = LoggerFactory.getLogger(Receipts.class);

    /** A destination that lost more events gets them again beside the newer ones. */
    private static final long RESEND_LIMIT = 5_000;

    /** Differences that an introduction does not heal are not introduced again before this pause. */
    private static final Duration INTRODUCTION_PAUSE = Duration.ofMinutes(10);

    /** Heartbeats in a row with a difference before it counts. */
    private static final int DIFFERENCES_IN_A_ROW = 2;

    private final Database database;
    private final OutboxLog log;
    private final BatchSource source;
    private final String destination;
    private final Replicated replicated;
    private int differences;

    Receipts(Database database, OutboxLog log, BatchSource source, String destination, Replicated replicated) {
        this.database = database;
        this.log = log;
        this.source = source;
        this.destination = destination;
        this.replicated = replicated;
    }

    Result settle(Batch batch, Receipt receipt) {
        Receipt.Held held = receipt.log();
        if (held == null) {
            return confirmInFormerForm(batch, receipt);
        }
        return switch (held.outcome()) {
            case APPLIED -> confirm(batch, held);
            case RESEND -> locked(transaction -> resend(transaction, held, isUpgraded(receipt, held)));
            case DIVERGED -> locked(transaction -> startNewIncarnation(transaction, batch, held));
            case SMALLER -> {
                source.halve(batch.events().size());
                yield Result.MORE;
            }
        };
    }

    private Result confirm(Batch batch, Receipt.Held held) {
        database.statement(sql -> {
            log.confirm(sql, batch, held);
            return null;
        });
        source.applied(held.gap());
        if (!batch.isHeartbeat()) {
            return batch.endsLog() && held.gap() == null ? Result.EMPTY : Result.MORE;
        }
        differences = held.differing().isEmpty() ? 0 : differences + 1;
        if (differences >= DIFFERENCES_IN_A_ROW) {
            locked(transaction -> introduceDifferent(transaction, held));
        }
        return held.gap() == null ? Result.EMPTY : Result.MORE;
    }

    private Result introduceDifferent(Transaction transaction, Receipt.Held held) {
        if (log.mayIntroduce(transaction, INTRODUCTION_PAUSE)) {
            LOG.warn("the copies of {} differ, introducing them anew: {}", destination, held.differing());
            replicated.introduce(transaction, destination, Replicated.Cause.DIFFERENT, held.held());
        }
        return Result.MORE;
    }

    /** Whether the receiver has applied events in the form of version 0.1 only, which have no position. */
    private static boolean isUpgraded(Receipt receipt, Receipt.Held held) {
        return held.position() == 0 && receipt.applied() > 0;
    }

    private Result resend(Transaction transaction, Receipt.Held held, boolean upgraded) {
        OutboxLog.State state = log.read(transaction);
        long first = held.position() + 1;
        long missing = state.confirmed() - held.position();
        if (upgraded) {
            LOG.info("{} was upgraded from version 0.1, sending {} events again", destination, missing);
        } else {
            LOG.warn("{} was restored to an earlier moment, sending {} events again", destination, missing);
            log.recordResend(transaction);
        }
        boolean tooShort = first < log.oldest(transaction, state);
        if (tooShort) {
            LOG.warn("the log for {} does not reach back to position {}", destination, first);
            replicated.introduce(transaction, destination, Replicated.Cause.LOG_TOO_SHORT, held.held());
        }
        if (tooShort || missing > RESEND_LIMIT) {
            source.skip(new Delivery.Range(first, state.confirmed()));
        } else {
            log.goBack(transaction, held.position());
        }
        return Result.MORE;
    }

    private Result startNewIncarnation(Transaction transaction, Batch batch, Receipt.Held held) {
        OutboxLog.State state = log.read(transaction);
        if (state.incarnation().equals(batch.incarnation()) && !isOvertaken(batch, held, state)) {
            LOG.warn(
                    "this database was restored to an earlier moment: {} holds events up to position {} that it has lost",
                    destination,
                    held.position());
            log.restart(transaction, state, held.position());
            replicated.introduce(transaction, destination, Replicated.Cause.RESTORED, held.held());
        }
        return Result.MORE;
    }

    /** Whether another instance has delivered later positions of this log meanwhile. If it is another log, the next batch shows it. */
    private static boolean isOvertaken(Batch batch, Receipt.Held held, OutboxLog.State state) {
        return batch.section().last() < held.position() && held.position() <= state.numbered();
    }

    private Result confirmInFormerForm(Batch batch, Receipt receipt) {
        long delivered = Math.min(batch.events().size(), Delivery.FORMER_BATCH_LIMIT);
        List<UUID> rejected =
                receipt.rejected().stream().map(Receipt.Rejected::id).toList();
        database.write(transaction -> {
            log.confirmInFormerForm(transaction, batch, batch.section().first() + delivered - 1);
            log.appendAgain(transaction, batch, rejected);
            return null;
        });
        if (!rejected.isEmpty()) {
            LOG.warn("{} rejected events, sending them again later: {}", destination, receipt.rejected());
            return Result.FAILED;
        }
        return batch.events().isEmpty() ? Result.EMPTY : Result.MORE;
    }

    private Result locked(Function<Transaction, Result> work) {
        return database.write(transaction -> log.lock(transaction) ? work.apply(transaction) : Result.BUSY);
    }
}
