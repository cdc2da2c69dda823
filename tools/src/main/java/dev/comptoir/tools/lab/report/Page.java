package dev.comptoir.tools.lab.report;

import java.util.List;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** The Markdown report as HTML, beside the same graphs. */
final class Page {
    private static final List<Extension> TABLES = List.of(TablesExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(TABLES).build();
    private static final HtmlRenderer RENDERER =
            HtmlRenderer.builder().extensions(TABLES).build();
    private static final String STYLE = """
            :root{color-scheme:light dark}
            body{max-width:66rem;margin:0 auto;padding:1rem;font:16px/1.55 system-ui,sans-serif}
            h2{margin-top:3rem;border-top:2px solid;padding-top:1.5rem}
            table{display:block;overflow-x:auto;border-collapse:collapse;font-variant-numeric:tabular-nums}
            th,td{padding:.3rem .6rem;border-bottom:1px solid;white-space:nowrap}
            th{white-space:normal;vertical-align:bottom}
            img{width:100%}
            @media print{h2,p{break-after:avoid}img,table{break-inside:avoid}table{font-size:8pt}}""";

    private Page() {}

    static String of(Words words, String markdown) {
        return """
                <!doctype html>
                <html lang="%s">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s</title>
                <style>
                %s
                </style>
                %s</html>
                """.formatted(words.language(), words.text("title"), STYLE, RENDERER.render(PARSER.parse(markdown)));
    }
}
