package dev.comptoir.tools.lab.report;

import dev.comptoir.tools.lab.report.Chapter.Exhibit;
import dev.comptoir.tools.lab.report.Chapter.Graph;
import dev.comptoir.tools.lab.report.Chapter.Table;
import java.util.List;
import java.util.stream.Collectors;

/** The report as one page that needs nothing else: both languages are in it, and the reader chooses without a script. */
final class Page {
    private static final String STYLE = """
            :root{%s;color-scheme:light dark}
            @media(prefers-color-scheme:dark){:root{%s}}
            *{box-sizing:border-box}
            body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,sans-serif}
            .switch{position:sticky;top:0;display:flex;gap:.5rem;justify-content:flex-end;padding:.5rem 1rem;background:var(--paper);border-bottom:1px solid var(--rule);z-index:1}
            .switch label{display:inline-block;min-height:44px;padding:.6rem .9rem;border:1px solid var(--rule);border-radius:.5rem;cursor:pointer}
            .switch input{position:absolute;opacity:0}
            .switch input:focus-visible+label{outline:3px solid var(--c0)}
            .switch input:checked+label{background:var(--ink);color:var(--paper)}
            main{max-width:66rem;margin:0 auto;padding:1rem}
            body:has(#en:checked) [lang=fr],body:has(#fr:checked) [lang=en]{display:none}
            .switch [lang]{display:inline-block!important}
            nav ul{list-style:none;padding:0;line-height:2}h1{font-size:1.9rem;line-height:1.2}h2{font-size:1.4rem;margin-top:3rem;border-top:2px solid var(--rule);padding-top:1.5rem}
            .answer{border-left:4px solid var(--c0);padding:.25rem 0 .25rem 1rem;font-size:1.08rem}
            .soft{color:var(--soft)}
            .wide{overflow-x:auto}
            table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.92rem;margin:.5rem 0 1.5rem}
            caption{text-align:left;color:var(--soft);padding:.3rem 0}
            th,td{padding:.3rem .6rem;text-align:right;border-bottom:1px solid var(--rule);white-space:nowrap}
            th:first-child,td:first-child{text-align:left}th{white-space:normal;vertical-align:bottom}
            figure{margin:1.2rem 0}figcaption{color:var(--soft)}
            svg{width:100%%;height:auto;display:block;min-width:34rem}
            a{color:var(--c0)}
            %s
            @media print{
            :root{%s}
            nav,.switch{display:none!important}
            figure,table{break-inside:avoid}h2,caption{break-after:avoid}
            main{max-width:none;padding:0}.wide{overflow:visible}svg{min-width:0}
            body{font-size:11pt}table{font-size:8pt}th,td{padding:.15rem .35rem}
            }
            """.formatted(Svg.LIGHT, Svg.DARK, Svg.STYLE, Svg.LIGHT);

    private Page() {}

    /** @param languages what stands on the page, one after another */
    static String of(List<Section> languages) {
        return """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s</title>
                <style>
                %s</style>
                <div class="switch">%s</div>
                <main>
                %s
                </main>
                </html>
                """.formatted(
                        Svg.escape(languages.getFirst().words().say("title")),
                        STYLE,
                        languages.stream().map(Page::choice).collect(Collectors.joining()),
                        languages.stream().map(Page::article).collect(Collectors.joining("\n")));
    }

    record Section(Words words, String machine, List<Chapter> chapters) {}

    private static String choice(Section section) {
        String language = section.words().language();
        return "<input type=\"radio\" name=\"language\" id=\"%s\"%s><label for=\"%s\" lang=\"%s\">%s</label>"
                .formatted(
                        language,
                        language.equals(Words.LANGUAGES.getFirst()) ? " checked" : "",
                        language,
                        language,
                        section.words().say("language"));
    }

    private static String article(Section section) {
        Words words = section.words();
        return "<article lang=\"%s\"><h1>%s</h1><p>%s</p><p class=\"soft\">%s</p><p>%s</p><nav><ul>%s</ul></nav>%s</article>"
                .formatted(
                        words.language(),
                        text(words.say("title")),
                        text(words.say("introduction")),
                        text(section.machine()),
                        text(words.say("method")),
                        section.chapters().stream()
                                .map(chapter -> "<li><a href=\"#%s-%s\">%s</a></li>"
                                        .formatted(chapter.word(), words.language(), text(chapter.title())))
                                .collect(Collectors.joining()),
                        section.chapters().stream()
                                .map(chapter -> chapter(words, chapter))
                                .collect(Collectors.joining("\n")));
    }

    private static String chapter(Words words, Chapter chapter) {
        return """
                <section id="%s-%s">
                <h2>%s</h2>
                <p><strong>%s</strong> %s</p>
                <p class="soft">%s</p>
                <p class="answer"><strong>%s</strong> %s</p>
                %s
                <p><strong>%s</strong> %s</p>
                <p><strong>%s</strong> %s</p>
                </section>""".formatted(
                        chapter.word(),
                        words.language(),
                        text(chapter.title()),
                        text(words.say("question")),
                        text(chapter.question()),
                        text(chapter.setup()),
                        text(words.say("answer")),
                        text(chapter.answer()),
                        chapter.exhibits().stream().map(Page::exhibit).collect(Collectors.joining("\n")),
                        text(words.say("before")),
                        text(chapter.before()),
                        text(words.say("limits")),
                        text(chapter.limits()));
    }

    private static String exhibit(Exhibit exhibit) {
        return switch (exhibit) {
            case Graph graph ->
                "<figure><div class=\"wide\" tabindex=\"0\">%s</div><figcaption>%s</figcaption></figure>"
                        .formatted(graph.svg(), text(graph.caption()));
            case Table table ->
                "<div class=\"wide\" tabindex=\"0\"><table><caption>%s</caption><thead>%s</thead><tbody>%s</tbody></table></div>"
                        .formatted(
                                text(table.caption()),
                                row("th", table.head()),
                                table.rows().stream().map(row -> row("td", row)).collect(Collectors.joining()));
        };
    }

    private static String row(String cell, List<String> cells) {
        return cells.stream()
                .map(one -> "<%s>%s</%s>".formatted(cell, text(one), cell))
                .collect(Collectors.joining("", "<tr>", "</tr>"));
    }

    private static String text(String text) {
        return Svg.escape(text)
                .replaceAll("`([^`]*)`", "<code>$1</code>")
                .replaceAll("\\*\\*([^*]*)\\*\\*", "<b>$1</b>");
    }
}
