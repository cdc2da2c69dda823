package dev.comptoir.tools.lab.report;

import dev.comptoir.tools.lab.data.Dataset;
import java.util.List;
import java.util.stream.Collectors;
import org.knowm.xchart.internal.chartpart.Chart;

/**
 * One experiment in one language.
 *
 * @param answer two sentences
 */
record Chapter(Words words, Dataset data, String setup, String answer, List<Exhibit> exhibits) {
    sealed interface Exhibit {
        String markdown();
    }

    /** The first column has names, all others figures. */
    record Table(String caption, List<String> head, List<List<String>> rows) implements Exhibit {
        @Override
        public String markdown() {
            return caption + "\n\n" + row(head) + "|---" + "|---:".repeat(head.size() - 1) + "|\n"
                    + rows.stream().map(Table::row).collect(Collectors.joining());
        }

        private static String row(List<String> cells) {
            return "| " + String.join(" | ", cells) + " |\n";
        }
    }

    /** @param name of the file, without its extension */
    record Graph(String name, String caption, Chart<?, ?> chart) implements Exhibit {
        @Override
        public String markdown() {
            return "![%s](graphs/%s.png)\n".formatted(caption, name);
        }
    }

    List<Graph> graphs() {
        return exhibits.stream()
                .filter(Graph.class::isInstance)
                .map(Graph.class::cast)
                .toList();
    }

    String markdown() {
        return """
                ## %s
                **%s** %s

                %s %s

                **%s** %s

                %s
                **%s** %s

                **%s** %s
                """.formatted(
                        text("title"),
                        words.text("question"),
                        text("question"),
                        setup,
                        run(),
                        words.text("answer"),
                        answer,
                        exhibits.stream().map(Exhibit::markdown).collect(Collectors.joining("\n")),
                        words.text("before"),
                        text("before"),
                        words.text("limits"),
                        text("limits"));
    }

    private String text(String key) {
        return words.text(data.head().experiment() + "." + key);
    }

    private String run() {
        Dataset.Head head = data.head();
        return words.text(
                "run",
                head.begun(),
                words.text("pace." + head.pace()),
                data.repetitions(),
                head.machine().load());
    }
}
