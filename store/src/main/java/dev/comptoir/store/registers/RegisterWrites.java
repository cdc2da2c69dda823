package dev.comptoir.store.registers;

import dev.comptoir.platform.http.Idempotency;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.Transaction;
import java.util.function.BiFunction;

/** Writes that a register requests. */
public final class RegisterWrites {
    private RegisterWrites() {}

    /**
     * Runs the work in one transaction, once per idempotency key of the register.
     *
     * @param operation the same key for another operation is another key
     * @param body what a repeated request must have in common with the first
     */
    public static Response once(
            Database database,
            Request request,
            String operation,
            Object body,
            BiFunction<Transaction, Till, Response> work) {
        Till till = Till.of(request.caller());
        return database.write(transaction -> Idempotency.once(
                transaction,
                till.scope(operation),
                request.idempotencyKey(),
                body,
                () -> work.apply(transaction, till)));
    }
}
