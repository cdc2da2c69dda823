package dev.comptoir.store.receipts;

import dev.comptoir.platform.http.Bulkhead;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.Parameter;
import dev.comptoir.platform.http.Pdf;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.store.refunds.RefundsApi;
import dev.comptoir.store.registers.Staff;
import dev.comptoir.store.registers.Till;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The receipts of the caller's store. */
public final class ReceiptsApi {
    static final ProblemType EMAIL_OFF = new ProblemType("email-off", 409, "This store sends no e-mails");
    static final ProblemType TOO_MANY_EMAILS =
            new ProblemType("too-many-emails", 429, "Too many receipts were sent by e-mail within an hour");
    static final ProblemType ADDRESS_REFUSED =
            new ProblemType("address-refused", 422, "The mail server does not accept the address");
    static final ProblemType EMAIL_NOT_SENT =
            new ProblemType("email-not-sent", 502, "The mail server did not take the e-mail");

    private static final Parameter<String> LANGUAGE = Parameter.queryWord(
            "language", "The customer's language; the store's own when absent", Words.LANGUAGES.toArray(String[]::new));
    private static final Parameter<String> ORIGINAL = Parameter.queryWord(
                    "original",
                    "Whether the original is wanted, which only the register of the sale gets, until its next sale",
                    "true",
                    "false")
            .orElse("false");

    private final Database database;
    private final ReceiptEmails emails;

    /** @param mail absent when receipts are not sent */
    public ReceiptsApi(Database database, @Nullable MailSettings mail, Clock clock) {
        this.database = database;
        this.emails = new ReceiptEmails(database, mail, clock);
    }

    /**
     * A receipt for the page.
     *
     * @param languages that the customer can choose from, the store's own first
     * @param copy whether it is marked as a copy
     * @param email whether it can be sent by e-mail
     * @param html the receipt in {@code language}
     */
    public record ReceiptPage(
            String number, String language, List<String> languages, boolean copy, boolean email, String html) {}

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/sales/{number}/receipt", "The receipt of a sale, as the page shows and prints it")
                        .access(Staff.ANY)
                        .takes(RefundsApi.SALE, LANGUAGE, ORIGINAL)
                        .returns(200, ReceiptPage.class)
                        .refuses(ProblemType.NOT_FOUND, RefundsApi.OTHER_STORE)
                        .handledBy(request -> answer(request, receipt -> page(request, receipt))),
                Endpoint.get("/sales/{number}/receipt.pdf", "The receipt of a sale as PDF")
                        .access(Staff.ANY)
                        .bulkhead(Bulkhead.DOCUMENTS)
                        .takes(RefundsApi.SALE, LANGUAGE, ORIGINAL, Paper.PARAMETER)
                        .returns(200, Pdf.class)
                        .refuses(ProblemType.NOT_FOUND, RefundsApi.OTHER_STORE)
                        .handledBy(request -> answer(request, receipt -> pdf(request, receipt))),
                Endpoint.post("/sales/{number}/receipt/emails", "Sends the receipt of a sale as PDF by e-mail")
                        .access(Staff.ANY)
                        .bulkhead(Bulkhead.EMAILS)
                        .takes(RefundsApi.SALE)
                        .body(NewReceiptEmail.class)
                        .returnsNoContent()
                        .refuses(ProblemType.NOT_FOUND, RefundsApi.OTHER_STORE)
                        .refuses(EMAIL_OFF, TOO_MANY_EMAILS, ADDRESS_REFUSED, EMAIL_NOT_SENT)
                        .handledBy(request -> answer(request, receipt -> email(request, receipt))));
    }

    /** The response about a receipt of the caller's store. */
    private Response answer(Request request, Function<Receipt, Response> use) {
        String number = request.get(RefundsApi.SALE);
        Optional<Receipt> found = database.read(sql -> Receipts.find(sql, number));
        if (found.isEmpty()) {
            return Response.problem(ProblemType.NOT_FOUND, "no sale has the number " + number);
        }
        String store = found.get().sale().till().store();
        return store.equals(Till.storeOf(request.caller()))
                ? use.apply(found.get())
                : Response.problem(RefundsApi.OTHER_STORE, "only the store that made the sale has its receipt");
    }

    private Response page(Request request, Receipt receipt) {
        Words words = words(request, receipt);
        boolean copy = isCopy(request, receipt);
        return Response.ok(new ReceiptPage(
                receipt.sale().number(),
                words.language(),
                receipt.languages(),
                copy,
                emails.areOn(),
                ReceiptHtml.of(receipt, words, copy)));
    }

    private static Response pdf(Request request, Receipt receipt) {
        Words words = words(request, receipt);
        String number = receipt.sale().number();
        byte[] pdf = ReceiptPdf.of(
                ReceiptHtml.of(receipt, words, isCopy(request, receipt)),
                words,
                words.text("receipt.title") + ' ' + number,
                Paper.of(request.get(Paper.PARAMETER)));
        return Response.ok(new Pdf(pdf)).header("Content-Disposition", "inline; filename=\"" + number + ".pdf\"");
    }

    private static Words words(Request request, Receipt receipt) {
        String chosen = request.find(LANGUAGE);
        return Words.of(chosen == null ? receipt.languages().getFirst() : chosen);
    }

    private static boolean isCopy(Request request, Receipt receipt) {
        return receipt.isCopy(Till.of(request.caller()), request.get(ORIGINAL).equals("true"));
    }

    private Response email(Request request, Receipt receipt) {
        return emails.send(
                        receipt,
                        request.body(NewReceiptEmail.class),
                        Till.of(request.caller()),
                        request.caller().name())
                .map(ReceiptsApi::refused)
                .orElseGet(Response::noContent);
    }

    private static Response refused(ReceiptEmails.Refusal refusal) {
        return switch (refusal) {
            case ReceiptEmails.EmailOff off -> Response.problem(EMAIL_OFF, "the setting COMPTOIR_SMTP_URL is absent");
            case ReceiptEmails.TooManyEmails many ->
                Response.problem(
                                TOO_MANY_EMAILS,
                                "an employee and a register send at most %d in an hour".formatted(EmailLimits.PER_HOUR))
                        .header("Retry-After", "600");
            case ReceiptEmails.AddressRefused address ->
                Response.problem(ADDRESS_REFUSED, "check the address; nothing was sent");
            case ReceiptEmails.EmailNotSent failed ->
                Response.problem(EMAIL_NOT_SENT, "the mail server cannot be reached or failed; print the receipt");
        };
    }
}
