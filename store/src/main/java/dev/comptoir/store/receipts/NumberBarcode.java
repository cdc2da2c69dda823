package dev.comptoir.store.receipts;

import java.util.stream.Collectors;
import uk.org.okapibarcode.backend.Code128;
import uk.org.okapibarcode.backend.HumanReadableLocation;
import uk.org.okapibarcode.graphics.Rectangle;

/**
 * The number of a sale as a barcode (Code 128, ISO/IEC 15417). A scanner types it as it is printed, and its form is that of no
 * SKU and of no product's barcode.
 */
final class NumberBarcode {
    /** The standard asks for ten modules on each side. */
    private static final int QUIET_ZONE_MODULES = 10;

    private static final int HEIGHT_MODULES = 40;

    private NumberBarcode() {}

    /** An SVG image, one rectangle per bar; a style gives it its size. */
    static String svg(String number) {
        Code128 code = new Code128();
        code.setHumanReadableLocation(HumanReadableLocation.NONE);
        code.setQuietZoneHorizontal(QUIET_ZONE_MODULES);
        code.setBarHeight(HEIGHT_MODULES);
        code.setContent(number);
        return """
                <svg xmlns="http://www.w3.org/2000/svg" class="barcode" viewBox="0 0 %d %d" preserveAspectRatio="none" \
                role="img" aria-label="%s">%s</svg>\
                """.formatted(
                        code.getWidth(),
                        HEIGHT_MODULES,
                        number,
                        code.getRectangles().stream().map(NumberBarcode::bar).collect(Collectors.joining()));
    }

    private static String bar(Rectangle bar) {
        return "<rect x=\"%d\" y=\"0\" width=\"%d\" height=\"%d\"/>"
                .formatted(Math.round(bar.x) + QUIET_ZONE_MODULES, Math.round(bar.width), HEIGHT_MODULES);
    }
}
