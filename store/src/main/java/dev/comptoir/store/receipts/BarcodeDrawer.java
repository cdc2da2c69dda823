package dev.comptoir.store.receipts;

import com.openhtmltopdf.css.parser.FSRGBColor;
import com.openhtmltopdf.css.sheet.FontFaceRule;
import com.openhtmltopdf.css.style.CssContext;
import com.openhtmltopdf.extend.OutputDevice;
import com.openhtmltopdf.extend.SVGDrawer;
import com.openhtmltopdf.layout.SharedContext;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.render.Box;
import com.openhtmltopdf.render.RenderingContext;
import java.awt.geom.Rectangle2D;
import java.io.File;
import java.util.List;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Draws the barcode into a PDF. Receipts have no other SVG image, so a whole SVG renderer is not needed. */
final class BarcodeDrawer implements SVGDrawer {
    @Override
    public SVGImage buildSVGImage(
            Element svg, Box box, CssContext context, double width, double height, double dotsPerPixel) {
        return new Barcode(svg, width, height);
    }

    /** @param width of the image, in the dots of the renderer, as {@code height} */
    private record Barcode(Element svg, double width, double height) implements SVGImage {
        @Override
        public int getIntrinsicWidth() {
            return (int) width;
        }

        @Override
        public int getIntrinsicHeight() {
            return (int) height;
        }

        @Override
        public void drawSVG(OutputDevice device, RenderingContext context, double x, double y) {
            double module =
                    width / Double.parseDouble(svg.getAttribute("viewBox").split(" ")[2]);
            device.setColor(FSRGBColor.BLACK);
            NodeList bars = svg.getElementsByTagName("rect");
            for (int index = 0; index < bars.getLength(); index++) {
                Element bar = (Element) bars.item(index);
                device.fill(new Rectangle2D.Double(
                        x + number(bar, "x") * module, y, number(bar, "width") * module, height));
            }
        }

        private static double number(Element bar, String attribute) {
            return Double.parseDouble(bar.getAttribute(attribute));
        }
    }

    @Override
    public void importFontFaceRules(List<FontFaceRule> fontFaces, SharedContext shared) {}

    @Override
    public void addFontFile(File file, String family, Integer weight, FontStyle style) {}

    @Override
    public void close() {}
}
