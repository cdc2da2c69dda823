package dev.comptoir.tools.lab.report;

import dev.comptoir.tools.lab.report.Chapter.Exhibit;
import dev.comptoir.tools.lab.report.Chapter.Graph;
import dev.comptoir.tools.lab.report.Chapter.Table;
import java.util.List;
import java.util.stream.Collectors;

/** The report as Markdown; its graphs are files beside it. */
final class Markdown {
    private Markdown() {}

    static String of(Words words, String machine, List<Chapter> chapters) {
        return "# " + words.text("title") + "\n\n" + words.text("introduction") + "\n\n" + machine + "\n\n"
                + words.text("method") + "\n\n"
                + chapters.stream().map(chapter -> chapter(words, chapter)).collect(Collectors.joining("\n"));
    }

    private static String chapter(Words words, Chapter chapter) {
        return """
                ## %s
                **%s** %s

                %s

                **%s** %s

                %s

                **%s** %s

                **%s** %s
                """.formatted(
                        chapter.title(),
                        words.text("question"),
                        chapter.question(),
                        chapter.setup(),
                        words.text("answer"),
                        chapter.answer(),
                        exhibits(words, chapter),
                        words.text("before"),
                        chapter.before(),
                        words.text("limits"),
                        chapter.limits());
    }

    private static String exhibits(Words words, Chapter chapter) {
        return chapter.exhibits().stream()
                .map(exhibit -> exhibit(words, exhibit))
                .collect(Collectors.joining("\n\n"));
    }

    private static String exhibit(Words words, Exhibit exhibit) {
        return switch (exhibit) {
            case Graph graph -> "![%s](graphs/%s-%s.svg)".formatted(graph.caption(), graph.name(), words.language());
            case Table table ->
                "%s\n\n%s\n%s\n%s"
                        .formatted(
                                table.caption(),
                                row(table.head()),
                                "|---" + "|---:".repeat(table.head().size() - 1) + "|",
                                table.rows().stream().map(Markdown::row).collect(Collectors.joining("\n")));
        };
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }
}
