package dev.comptoir.headoffice.reporting;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.comptoir.contract.Money;
import dev.comptoir.contract.TaxAmount;
import dev.comptoir.headoffice.reporting.TaxReport.Books;
import dev.comptoir.headoffice.reporting.TaxReport.Summary;
import dev.comptoir.headoffice.reporting.TaxReport.TenderAmount;
import dev.comptoir.platform.http.Csv;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;

/**
 * The tax, tender and deposit report as a CSV file: one line per store, kind of entry and item; then the sums, without a store.
 * Amounts have two decimals.
 */
final class TaxReportFile {
    /** Digits after the decimal separator of a rate in percent, given in millionths. */
    private static final int PERCENT_SCALE = 4;

    private final TaxReport report;
    private final boolean hasDecimalCommas;
    private final CsvWriter csv;

    private TaxReportFile(TaxReport report, boolean hasDecimalCommas, CsvWriter csv) {
        this.report = report;
        this.hasDecimalCommas = hasDecimalCommas;
        this.csv = csv;
    }

    /**
     * The text of the file.
     *
     * @param hasDecimalCommas as a French spreadsheet reads it: {@code 9,98}, and semicolons between the cells
     */
    static String of(TaxReport report, boolean hasDecimalCommas) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv =
                CsvWriter.builder().fieldSeparator(hasDecimalCommas ? ';' : ',').build(text)) {
            new TaxReportFile(report, hasDecimalCommas, csv).write();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private void write() {
        csv.writeRecord("from", "to", "store", "name", "entries", "item", "rate_percent", "base", "amount");
        report.stores().forEach(store -> write(store.store(), store.name(), store.books()));
        write("", "", report.total());
    }

    private void write(String store, String name, Books books) {
        new Lines(store, name, "sales").write(books.sales());
        new Lines(store, name, "refunds").write(books.refunds());
    }

    /** The lines of one store's sales or refunds. */
    private final class Lines {
        private final String store;
        private final String name;
        private final String entries;

        private Lines(String store, String name, String entries) {
            this.store = store;
            this.name = name;
            this.entries = entries;
        }

        private void write(Summary summary) {
            line(DayPart.NET, "", "", summary.net());
            line(DayPart.ZERO_RATED, "", "", summary.zeroRated());
            for (TaxAmount tax : summary.taxes()) {
                line(tax.name(), percent(tax.perMillion()), number(tax.baseIn(summary.net())), tax.amount());
            }
            line(DayPart.DEPOSITS, "", "", summary.deposits());
            line("total", "", "", summary.total());
            line(DayPart.EMPTIES, "", "", summary.empties());
            line(DayPart.ROUNDING, "", "", summary.rounding());
            for (TenderAmount tender : summary.tenders()) {
                line(tender.tender().word(), "", "", tender.amount());
            }
        }

        private void line(String item, String rate, String base, Money amount) {
            csv.writeRecord(
                    report.from().toString(),
                    report.to().toString(),
                    store,
                    Csv.cell(name),
                    entries,
                    Csv.cell(item),
                    rate,
                    base,
                    number(amount));
        }
    }

    private String percent(int perMillion) {
        return separated(BigDecimal.valueOf(perMillion, PERCENT_SCALE)
                .stripTrailingZeros()
                .toPlainString());
    }

    private String number(Money amount) {
        return separated(amount.toString());
    }

    private String separated(String number) {
        return hasDecimalCommas ? number.replace('.', ',') : number;
    }
}
