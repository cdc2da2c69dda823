package dev.comptoir.store.receipts;

import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/**
 * The receipt as a PDF, from the same template and with the same style sheet as on the page. It is tagged for screen readers
 * (PDF/UA), and its font is embedded.
 */
final class ReceiptPdf {
    /** A part of PDFBox; it has the letters of Europe, and the narrow no-break space. */
    private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

    private static final String STYLE = style();

    private static final float MARGIN_POINTS = 4 * 72 / 25.4f;

    static {
        XRLog.setLoggingEnabled(false);
    }

    private ReceiptPdf() {}

    private static String style() {
        try (InputStream bytes = resource("/dev/comptoir/store/web/receipt.css")) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static InputStream resource(String path) {
        return Objects.requireNonNull(ReceiptPdf.class.getResourceAsStream(path), path);
    }

    /** @param title of the document, which viewers show */
    static byte[] of(String article, Words words, String title, Paper paper) {
        PdfRendererBuilder builder = new PdfRendererBuilder()
                .withHtmlContent(page(article, words, title, paper), "")
                .useFont(() -> resource(FONT), "Liberation Sans")
                .useSVGDrawer(new BarcodeDrawer())
                .usePdfUaAccessibility(true);
        try (PdfBoxRenderer renderer = builder.buildPdfRenderer()) {
            renderer.layout();
            float height = renderer.getRootBox().getHeight() / renderer.getDotsPerPoint();
            try (PDDocument document = renderer.createPDFKeepOpen()) {
                if (paper == Paper.ROLL && document.getNumberOfPages() == 1) {
                    cut(document.getPage(0), height + 2 * MARGIN_POINTS);
                }
                return bytes(document);
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static String page(String article, Words words, String title, Paper paper) {
        return """
                <html lang="%s"><head><title>%s</title><meta name="description" content="%s"/>
                <style>body { font-family: 'Liberation Sans'; margin: 0; } %s %s</style></head><body>%s</body></html>
                """.formatted(
                        words.language(),
                        ReceiptHtml.escaped(title),
                        ReceiptHtml.escaped(title),
                        paper.style(),
                        STYLE,
                        article);
    }

    /** Cuts the roll below the last line. */
    private static void cut(PDPage page, float height) {
        PDRectangle roll = page.getMediaBox();
        PDRectangle receipt =
                new PDRectangle(0, roll.getHeight() - height, roll.getWidth(), Math.min(height, roll.getHeight()));
        page.setMediaBox(receipt);
        page.setCropBox(receipt);
    }

    private static byte[] bytes(PDDocument document) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        document.save(bytes);
        return bytes.toByteArray();
    }
}
