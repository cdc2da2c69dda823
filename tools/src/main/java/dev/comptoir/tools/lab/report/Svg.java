package dev.comptoir.tools.lab.report;

import java.util.Locale;

/** The elements that the graphs are made of. Colours are classes: the page and the single file say what they are. */
final class Svg {
    /** Of a graph in a file of its own; on the page the same rules stand in its style. */
    static final String STYLE = """
            text{font:13px system-ui,sans-serif;fill:var(--ink)}
            .grid{stroke:var(--rule);stroke-width:1}
            .event{stroke:var(--ink);stroke-width:1.5;stroke-dasharray:2 3}
            polyline,line.c0,line.c1,line.c2,line.c3,line.c4{fill:none;stroke-width:2.5}
            .c0{stroke:var(--c0)}.c1{stroke:var(--c1);stroke-dasharray:7 4}.c2{stroke:var(--c2);stroke-dasharray:2 3}
            .c3{stroke:var(--c3);stroke-dasharray:10 3 2 3}.c4{stroke:var(--c4);stroke-dasharray:1 2}
            .d0{fill:var(--c0)}.d1{fill:var(--c1)}.d2{fill:var(--c2)}.d3{fill:var(--c3)}.d4{fill:var(--c4)}
            """;

    static final String LIGHT = "--paper:#fff;--ink:#1b1f24;--soft:#57606a;--rule:#d0d7de;--c0:#1f5fbf;--c1:#b3400a;"
            + "--c2:#0b7468;--c3:#7c3aed;--c4:#8a5a00";
    static final String DARK = "--paper:#14171a;--ink:#e8eaed;--soft:#a3abb4;--rule:#3a4149;--c0:#7db0ff;--c1:#ff9d66;"
            + "--c2:#4fd1c5;--c3:#c4a5ff;--c4:#e5c15a";

    private Svg() {}

    static String open(double width, double height, String title) {
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" role=\"img\"><title>%s</title>"
                .formatted(width, height, escape(title));
    }

    /** The same graph as a file that people open by itself, in the colours that they prefer. */
    static String alone(String svg) {
        String style = "<style>svg{" + LIGHT + "}@media(prefers-color-scheme:dark){svg{" + DARK
                + "}}rect.paper{fill:var(--paper)}" + STYLE
                + "</style><rect class=\"paper\" width=\"100%\" height=\"100%\"/>";
        int begin = svg.indexOf("</title>") + "</title>".length();
        return svg.substring(0, begin) + style + svg.substring(begin) + "\n";
    }

    static String line(String type, double x1, double y1, double x2, double y2) {
        return String.format(
                Locale.ROOT,
                "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                type,
                x1,
                y1,
                x2,
                y2);
    }

    static String text(String anchor, double x, double y, String text) {
        return String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, escape(text));
    }

    static String dot(int colour, double x, double y, String title) {
        return String.format(
                Locale.ROOT,
                "<circle class=\"d%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\"><title>%s</title></circle>",
                colour,
                x,
                y,
                escape(title));
    }

    static String bar(int colour, double x, double y, double width, double height, String title) {
        return String.format(
                Locale.ROOT,
                "<rect class=\"d%d\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>%s</title></rect>",
                colour,
                x,
                y,
                width,
                height,
                escape(title));
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
