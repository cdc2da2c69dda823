package dev.comptoir.tools.lab.report;

import java.util.Locale;

/**
 * The elements of the graphs. Charting libraries were tried instead: XChart writes text as outlines, 400 kB for a graph, and
 * JFreeSVG has an incompatible licence; these graphs have 5 kB, text that can be read aloud, and the reader's colours.
 */
final class Svg {
    private static final String STYLE = """
            <style>
            svg{--paper:#fff;--ink:#1b1f24;--rule:#d0d7de;--c0:#1f5fbf;--c1:#b3400a;--c2:#0b7468;--c3:#7c3aed;--c4:#8a5a00}
            @media(prefers-color-scheme:dark){
            svg{--paper:#14171a;--ink:#e8eaed;--rule:#3a4149;--c0:#7db0ff;--c1:#ff9d66;--c2:#4fd1c5;--c3:#c4a5ff;--c4:#e5c15a}}
            rect.paper{fill:var(--paper)}
            text{font:13px system-ui,sans-serif;fill:var(--ink)}
            .grid{stroke:var(--rule);stroke-width:1}
            .event{stroke:var(--ink);stroke-width:1.5;stroke-dasharray:2 3}
            polyline,line.c0,line.c1,line.c2,line.c3,line.c4{fill:none;stroke-width:2.5}
            .c0{stroke:var(--c0)}.c1{stroke:var(--c1);stroke-dasharray:7 4}.c2{stroke:var(--c2);stroke-dasharray:2 3}
            .c3{stroke:var(--c3);stroke-dasharray:10 3 2 3}.c4{stroke:var(--c4);stroke-dasharray:1 2}
            .d0{fill:var(--c0)}.d1{fill:var(--c1)}.d2{fill:var(--c2)}.d3{fill:var(--c3)}.d4{fill:var(--c4)}
            </style>
            """;

    private Svg() {}

    static String document(double width, double height, String title, CharSequence content) {
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" role="img">
                <title>%s</title>
                %s<rect class="paper" width="100%%" height="100%%"/>
                %s</svg>
                """.formatted(width, height, escape(title), STYLE, content);
    }

    static String line(String type, double x1, double y1, double x2, double y2) {
        return String.format(
                Locale.ROOT,
                "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
                type,
                x1,
                y1,
                x2,
                y2);
    }

    static String text(String anchor, double x, double y, String text) {
        return String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, escape(text));
    }

    static String dot(int colour, double x, double y, String title) {
        return String.format(
                Locale.ROOT,
                "<circle class=\"d%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\"><title>%s</title></circle>%n",
                colour,
                x,
                y,
                escape(title));
    }

    static String bar(int colour, double x, double y, double width, double height, String title) {
        return String.format(
                Locale.ROOT,
                "<rect class=\"d%d\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>%s</title></rect>%n",
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
