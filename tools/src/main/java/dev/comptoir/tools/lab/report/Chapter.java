package dev.comptoir.tools.lab.report;

import dev.comptoir.tools.lab.data.Dataset;
import java.util.List;

/**
 * One experiment in one language.
 *
 * @param word of the experiment
 * @param answer two sentences
 * @param before the result of the earlier report
 */
record Chapter(
        String word,
        String title,
        String question,
        String setup,
        String answer,
        String before,
        String limits,
        List<Exhibit> exhibits) {

    /** A table or a graph. */
    sealed interface Exhibit permits Table, Graph {
        String caption();
    }

    /** The first column has names, all others figures. */
    record Table(String caption, List<String> head, List<List<String>> rows) implements Exhibit {}

    /** @param name of the file, without language and ending */
    record Graph(String name, String caption, String svg) implements Exhibit {}

    /** With the texts that every experiment has. */
    static Chapter of(Words words, Dataset data, String setup, String answer, List<Exhibit> exhibits) {
        Dataset.Head head = data.head();
        String word = head.experiment();
        return new Chapter(
                word,
                words.text(word + ".title"),
                words.text(word + ".question"),
                setup
                        + " "
                        + words.text(
                                "run",
                                head.begun(),
                                words.text("pace." + head.pace()),
                                data.repetitions(),
                                head.machine().load()),
                answer,
                words.text(word + ".before"),
                words.text(word + ".limits"),
                exhibits);
    }
}
