package dev.comptoir.store.receipts;

import dev.comptoir.platform.sql.Database;
import dev.comptoir.store.registers.Till;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Receipts as e-mails to customers. */
final class ReceiptEmails {
    private final Database database;
    private final @Nullable MailServer server;
    private final Clock clock;

    /** @param settings absent when receipts are not sent */
    ReceiptEmails(Database database, @Nullable MailSettings settings, Clock clock) {
        this.database = database;
        this.server = settings == null ? null : new MailServer(settings);
        this.clock = clock;
    }

    /** Why a receipt was not sent. */
    sealed interface Refusal {}

    /** No mail server is set. */
    record EmailOff() implements Refusal {}

    /** The employee or the register has sent too many within an hour. */
    record TooManyEmails() implements Refusal {}

    /** The mail server does not accept the address. */
    record AddressRefused() implements Refusal {}

    /** The mail server did not take the e-mail. */
    record EmailNotSent() implements Refusal {}

    boolean areOn() {
        return server != null;
    }

    /** Sends a receipt as a PDF for A4. No transaction is open while the mail server is waited for. */
    Optional<Refusal> send(Receipt receipt, NewReceiptEmail email, Till till, String employee) {
        if (server == null) {
            return Optional.of(new EmailOff());
        }
        Instant now = clock.instant();
        if (!database.<Boolean>write(transaction -> EmailLimits.count(transaction, till, employee, now))) {
            return Optional.of(new TooManyEmails());
        }
        return switch (server.send(message(receipt, email, till, now))) {
            case SENT -> Optional.empty();
            case ADDRESS_REFUSED -> Optional.of(new AddressRefused());
            case SERVER_FAILED -> Optional.of(new EmailNotSent());
        };
    }

    private static MailServer.Email message(Receipt receipt, NewReceiptEmail email, Till till, Instant now) {
        Words words = Words.of(email.language() == null ? receipt.languages().getFirst() : email.language());
        String number = receipt.sale().number();
        String store = receipt.profile().tradeName();
        String subject = words.text("receipt.email.subject", Map.of("number", number, "store", store));
        boolean copy = receipt.isCopy(till, Boolean.TRUE.equals(email.original()));
        return new MailServer.Email(
                email.address(),
                store,
                subject,
                words.text("receipt.email.text", Map.of("number", number, "store", store)),
                number + ".pdf",
                ReceiptPdf.of(ReceiptHtml.of(receipt, words, copy), words, subject, Paper.A4),
                now);
    }
}
