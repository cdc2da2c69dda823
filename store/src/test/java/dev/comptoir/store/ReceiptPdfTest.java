package dev.comptoir.store;

import static dev.comptoir.store.StoreWorld.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.comptoir.contract.Event.ProductChanged;
import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.platform.testing.TestHttp.Reply;
import dev.comptoir.store.receipts.Barcodes;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The receipt as PDF, as PDFBox and a barcode reader read it. */
class ReceiptPdfTest {
    private static final int DOTS_PER_INCH = 203;
    private static final float POINTS_PER_MILLIMETRE = 72 / 25.4f;

    @RegisterExtension
    static final StoreWorld world = new StoreWorld();

    /** With a narrow no-break space, accents and a typographic apostrophe. */
    private static String name(int product) {
        return "Crème brûlée à l’érable 1\u202f000 g no " + product;
    }

    private static List<Long> products(int count) {
        List<Long> ids = new ArrayList<>();
        for (int index = 1; index <= count; index++) {
            ProductChanged product = world.product(name(index), 1_234_56);
            world.sendFromHeadOffice(product);
            ids.add(product.productId());
        }
        world.settled();
        world.bob()
                .post(
                        "/stock/counts",
                        Map.of(
                                "lines",
                                ids.stream()
                                        .map(id -> Map.of("productId", id, "counted", 9))
                                        .toList()))
                .expect(201);
        return ids;
    }

    /** A sale of some products, paid by card. */
    private static String sale(int register, int count) {
        TestHttp till = world.loggedIn("bob", "S1", register);
        List<Map<String, Object>> lines =
                products(count).stream().map(id -> line(id, 1)).toList();
        lines.forEach(line -> till.post("/cart/lines", line).expect(200));
        long total = till.get("/cart").expect(200).path("total").asLong();
        return till.post("/sales", Map.of("payments", List.of(StoreWorld.card(total))))
                .expect(201)
                .path("number")
                .asString();
    }

    private static PDDocument pdf(int register, String number, String query) throws IOException {
        Reply reply = world.loggedIn("bob", "S1", register).get("/sales/" + number + "/receipt.pdf" + query);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo("application/pdf");
        assertThat(reply.header("Content-Disposition")).isEqualTo("inline; filename=\"" + number + ".pdf\"");
        return Loader.loadPDF((byte[]) reply.response().body());
    }

    /** The text, of which each letter must lie on its page. */
    private static final class TextOnPaper extends PDFTextStripper {
        @Override
        protected void writeString(String text, List<TextPosition> letters) throws IOException {
            PDRectangle paper = getCurrentPage().getCropBox();
            for (TextPosition letter : letters) {
                assertThat(letter.getXDirAdj()).as(text).isNotNegative();
                assertThat(letter.getXDirAdj() + letter.getWidthDirAdj())
                        .as(text)
                        .isLessThanOrEqualTo(paper.getWidth());
                assertThat(letter.getYDirAdj()).as(text).isBetween(0f, paper.getHeight());
            }
            super.writeString(text, letters);
        }

        static String of(PDDocument document) throws IOException {
            return new TextOnPaper().getText(document).replaceAll("[\\s\\u00a0]+", " ");
        }
    }

    @Test
    void sixtyLinesAreWholeOnARollAsLongAsTheReceipt() throws IOException {
        String number = sale(2, 60);
        try (PDDocument document = pdf(2, number, "")) {
            assertThat(document.getNumberOfPages()).isOne();
            PDRectangle paper = document.getPage(0).getCropBox();
            assertThat(paper.getWidth()).isCloseTo(80 * POINTS_PER_MILLIMETRE, within(1f));
            String text = TextOnPaper.of(document);
            for (int line = 1; line <= 60; line++) {
                assertThat(text).contains(name(line) + ' ');
            }
            assertThat(text).contains(number + " Merci de votre visite").doesNotContain("#");
            assertThat(paper.getHeight())
                    .as("no longer than 60 lines of two rows, a head and a foot")
                    .isLessThan(60 * 2 * 18 + 500);
        }
    }

    @Test
    void sixtyLinesAreWholeOnSheetsOfA4() throws IOException {
        String number = sale(3, 60);
        try (PDDocument document = pdf(3, number, "?format=a4")) {
            assertThat(document.getNumberOfPages()).isBetween(2, 5);
            for (PDPage page : document.getPages()) {
                assertThat(page.getMediaBox().getWidth()).isCloseTo(PDRectangle.A4.getWidth(), within(1f));
                assertThat(page.getMediaBox().getHeight()).isCloseTo(PDRectangle.A4.getHeight(), within(1f));
            }
            String text = TextOnPaper.of(document);
            for (int line = 1; line <= 60; line++) {
                assertThat(text).contains(name(line) + ' ');
            }
            assertThat(text).contains(number + " Merci de votre visite");
        }
    }

    @Test
    void theFontIsEmbedded() throws IOException {
        try (PDDocument document = pdf(4, sale(4, 1), "?language=en")) {
            List<Boolean> embedded = new ArrayList<>();
            for (COSName font : document.getPage(0).getResources().getFontNames()) {
                embedded.add(document.getPage(0).getResources().getFont(font).isEmbedded());
            }
            assertThat(embedded).isNotEmpty().containsOnly(true);
            assertThat(document.getDocumentCatalog().getLanguage()).isEqualTo("en");
            assertThat(document.getDocumentInformation().getTitle()).startsWith("Receipt S1-4-");
            assertThat(TextOnPaper.of(document)).contains("$1,234.56").contains("Thank you for your visit");
        }
    }

    @ParameterizedTest
    @CsvSource({"5, 80mm", "6, a4"})
    void aReaderReadsTheNumberFromThePrintedBarcode(int register, String format) throws Exception {
        String number = sale(register, 1);
        try (PDDocument document = pdf(register, number, "?format=" + format)) {
            BufferedImage printed = new PDFRenderer(document).renderImageWithDPI(0, DOTS_PER_INCH);
            assertThat(Barcodes.read(printed)).isEqualTo(number);
        }
    }
}
