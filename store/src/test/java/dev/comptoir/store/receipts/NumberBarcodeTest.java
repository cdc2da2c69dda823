package dev.comptoir.store.receipts;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The image of the barcode, drawn bar by bar and read by another library. */
class NumberBarcodeTest {
    private static final int PIXELS_PER_MODULE = 3;
    private static final int ROLL_MODULES = 72 * 4;
    private static final Pattern SIZE = Pattern.compile("viewBox=\"0 0 (\\d+) (\\d+)\"");
    private static final Pattern BAR = Pattern.compile("<rect x=\"(\\d+)\" y=\"0\" width=\"(\\d+)\" height=\"40\"/>");

    private static BufferedImage drawn(String svg) {
        MatchResult size = SIZE.matcher(svg).results().findFirst().orElseThrow();
        BufferedImage image = new BufferedImage(
                Integer.parseInt(size.group(1)) * PIXELS_PER_MODULE,
                Integer.parseInt(size.group(2)) * PIXELS_PER_MODULE,
                BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        canvas.setColor(Color.WHITE);
        canvas.fillRect(0, 0, image.getWidth(), image.getHeight());
        canvas.setColor(Color.BLACK);
        BAR.matcher(svg)
                .results()
                .forEach(bar -> canvas.fillRect(
                        Integer.parseInt(bar.group(1)) * PIXELS_PER_MODULE,
                        0,
                        Integer.parseInt(bar.group(2)) * PIXELS_PER_MODULE,
                        image.getHeight()));
        return image;
    }

    @ParameterizedTest
    @ValueSource(strings = {"S1-1-000001", "S1-2-000042", "MTL7-1234-1000000", "A-9999-999999999999"})
    void theBarsReadAsTheNumber(String number) throws Exception {
        assertThat(Barcodes.read(drawn(NumberBarcode.svg(number)))).isEqualTo(number);
    }

    @Test
    void theLongestNumberFitsOnARollWithModulesOfAQuarterOfAMillimetre() {
        assertThat(drawn(NumberBarcode.svg("PLATEAU7-9999-999999999999")).getWidth() / PIXELS_PER_MODULE)
                .isLessThanOrEqualTo(ROLL_MODULES);
    }
}
