package dev.comptoir.store.receipts;

import dev.comptoir.contract.Deposit;
import dev.comptoir.contract.Event.SaleLine;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.Payment;
import dev.comptoir.contract.StoreProfile;
import dev.comptoir.contract.Tax;
import dev.comptoir.contract.TaxAmount;
import dev.comptoir.contract.TaxRate;
import dev.comptoir.store.checkout.Amounts;
import dev.comptoir.store.checkout.Sale;
import dev.comptoir.store.checkout.Settlement;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The template of a receipt: well-formed HTML without styles, for the page and for PDF. */
final class ReceiptHtml {
    private static final String COLUMNS = """
            <colgroup><col/><col class="sum"/><col class="tax-marks"/></colgroup>""";

    private final Receipt receipt;
    private final Words words;
    private final StoreProfile profile;
    private final Sale sale;

    private ReceiptHtml(Receipt receipt, Words words) {
        this.receipt = receipt;
        this.words = words;
        this.profile = receipt.profile();
        this.sale = receipt.sale();
    }

    /** @param copy whether it is marked as a copy */
    static String of(Receipt receipt, Words words, boolean copy) {
        return new ReceiptHtml(receipt, words).article(copy);
    }

    private String article(boolean copy) {
        return """
                <article class="receipt paper sale-receipt" lang="%s" aria-label="%s">
                <header>%s%s%s</header>
                <table class="sale-lines">%s<tbody>%s</tbody></table>
                <table class="sale-sums">%s<tbody>%s%s</tbody></table>
                <footer>%s%s%s</footer>
                </article>
                """.formatted(
                        words.language(),
                        words.text("receipt.title"),
                        seller(),
                        copy ? paragraph("copy", words.text("receipt.copy")) : "",
                        moment(),
                        COLUMNS,
                        each(sale.lines(), line -> line(line.sold())),
                        COLUMNS,
                        sums(sale.amounts()),
                        settlement(sale.settlement()),
                        NumberBarcode.svg(sale.number()),
                        paragraph("sale-number", sale.number()),
                        paragraph("thanks", words.text("receipt.thanks")));
    }

    private String seller() {
        String legalName = profile.legalName();
        return paragraph("trade-name", profile.tradeName())
                + (legalName.equals(profile.tradeName()) ? "" : paragraph("", legalName))
                + each(profile.address(), line -> paragraph("", line))
                + (profile.telephone() == null ? "" : paragraph("", profile.telephone()))
                + each(profile.taxes(), this::registration);
    }

    private String registration(Tax tax) {
        return tax.registration() == null ? "" : paragraph("", words.tax(tax.name()) + ' ' + tax.registration());
    }

    private String moment() {
        String register = words.number(sale.till().register());
        return paragraph("", words.dateTime(sale.soldAt(), receipt.timeZone()))
                + paragraph("", words.text("receipt.served", Map.of("name", receipt.cashier(), "register", register)));
    }

    /** The rows of a line add up to it: its price with its discount, and its deposit. */
    private String line(SaleLine line) {
        String quantity = words.number(line.quantity()) + " × " + words.money(line.unitPrice());
        return whole("name", line.name())
                + row("", quantity, words.money(line.amount().plus(line.discount())), marks(line))
                + listPrice(line)
                + detail("line.discount", Money.ZERO.minus(line.discount()))
                + (line.priceReason() == null ? "" : whole("detail", line.priceReason()))
                + detail("line.deposit", line.deposit());
    }

    private String listPrice(SaleLine line) {
        return line.listPrice() == null
                ? ""
                : whole("detail", words.text("price.now", Map.of("price", words.money(line.listPrice()))));
    }

    private String detail(String key, Money amount) {
        return amount.isZero() ? "" : row("detail", words.text(key), words.money(amount), "");
    }

    /** The letters of the taxes that a line bears: a line from before there were tax classes bears all of the sale. */
    private String marks(SaleLine line) {
        List<String> taxes = line.taxes() == null
                ? sale.amounts().taxes().stream().map(TaxAmount::name).toList()
                : line.taxes().stream().map(TaxRate::name).toList();
        return taxes.isEmpty()
                ? ""
                : "<abbr title=\"%s\">%s</abbr>"
                        .formatted(
                                escaped(taxes.stream().map(words::tax).collect(Collectors.joining(", "))),
                                escaped(each(taxes, this::mark)));
    }

    /** The first letter of a tax that the profile does not have. */
    private String mark(String name) {
        return profile.taxes().stream()
                .filter(tax -> tax.name().equals(name))
                .map(Tax::mark)
                .findFirst()
                .orElseGet(() -> Character.toString(name.codePointAt(0)));
    }

    private String sums(Amounts amounts) {
        return row("", words.text("sum.subtotal"), words.money(amounts.subtotal()), "")
                + each(amounts.taxes(), this::tax)
                + sum("sum.deposits", amounts.deposits())
                + row("total", words.text("sum.total"), words.money(amounts.total()), "");
    }

    private String tax(TaxAmount tax) {
        String name = mark(tax.name()) + "  " + words.tax(tax.name()) + ' ' + words.rate(tax.perMillion());
        String base = words.money(tax.baseIn(sale.amounts().subtotal()));
        return row("", words.text("sum.tax", Map.of("tax", name, "base", base)), words.money(tax.amount()), "");
    }

    private String sum(String key, Money amount) {
        return amount.isZero() ? "" : row("", words.text(key), words.money(amount), "");
    }

    /** Empties and the rounding are no part of the total: they stand between the total and what was paid. */
    private String settlement(Settlement settlement) {
        Money rounding = settlement.rounding();
        return each(settlement.empties(), this::empties)
                + (settlement.empties().isEmpty() ? "" : due(settlement.empties()))
                + (rounding.isZero() ? "" : row("", words.text("sum.rounding"), words.signedMoney(rounding), ""))
                + each(settlement.payments(), this::payment)
                + row("", words.text("tender.change"), words.money(settlement.change()), "");
    }

    private String empties(Deposit empties) {
        String label = words.text(
                "sum.empties",
                Map.of("containers", words.number(empties.containers()), "deposit", words.money(empties.each())));
        return row("", label, words.money(Money.ZERO.minus(empties.amount())), "");
    }

    private String due(List<Deposit> empties) {
        Money due = sale.amounts().total().minus(Deposit.sum(empties));
        return due.isNegative()
                ? row("", words.text("sum.hand-back"), words.money(Money.ZERO.minus(due)), "")
                : row("", words.text("sum.due"), words.money(due), "");
    }

    private String payment(Payment payment) {
        Payment.ExchangePart exchange = payment.exchange();
        String tender = words.text("tender." + payment.origin().word());
        String label = exchange == null
                ? tender
                : words.text("exchange.payment", Map.of("number", exchange.number(), "tender", tender));
        return row("", label, words.money(payment.amount()), "");
    }

    private static String row(String style, String label, String amount, String marks) {
        return """
                <tr class="%s"><td>%s</td><td class="sum">%s</td><td class="tax-marks">%s</td></tr>
                """.formatted(style, escaped(label), escaped(amount), marks);
    }

    private static String whole(String style, String text) {
        return "<tr class=\"%s\"><td colspan=\"3\">%s</td></tr>\n".formatted(style, escaped(text));
    }

    private static String paragraph(String style, String text) {
        return "<p class=\"%s\">%s</p>\n".formatted(style, escaped(text));
    }

    private static <T> String each(List<T> values, Function<T, String> part) {
        return values.stream().map(part).collect(Collectors.joining());
    }

    /** Text for HTML and XML, without the characters that XML 1.0 cannot contain (section 2.2). */
    static String escaped(String text) {
        return text.replaceAll("[^\\t\\n\\r\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]", "")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
