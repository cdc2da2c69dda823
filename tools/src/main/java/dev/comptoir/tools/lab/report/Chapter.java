package dev.comptoir.tools.lab.report;

import dev.comptoir.tools.lab.data.Dataset;
import java.util.List;

/**
 * One experiment in one language.
 *
 * @param word of the experiment
 * @param answer two sentences
 * @param before what the report of the system that was asked for says
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

    /** What proves the answer. */
    sealed interface Exhibit permits Table, Graph {
        String caption();
    }

    /** The first column holds names, all others figures. */
    record Table(String caption, List<String> head, List<List<String>> rows) implements Exhibit {}

    /** @param name of the file, without language and ending */
    record Graph(String name, String caption, String svg) implements Exhibit {}

    /** The texts that every experiment has, with the figures of the answer. */
    static Chapter of(Words words, Dataset data, String setup, String answer, List<Exhibit> exhibits) {
        Dataset.Head head = data.head();
        String word = head.experiment();
        return new Chapter(
                word,
                words.say(word + ".title"),
                words.say(word + ".question"),
                setup
                        + " "
                        + words.say(
                                "run",
                                head.begun(),
                                words.say("pace." + head.pace()),
                                data.rounds(),
                                head.machine().load()),
                answer,
                words.say(word + ".before"),
                words.say(word + ".limits"),
                exhibits);
    }
}
