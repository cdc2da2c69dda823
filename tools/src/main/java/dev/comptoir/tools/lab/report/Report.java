package dev.comptoir.tools.lab.report;

import dev.comptoir.tools.cluster.UserError;
import dev.comptoir.tools.lab.data.Dataset;
import dev.comptoir.tools.lab.data.Machine;
import dev.comptoir.tools.lab.report.Chapter.Graph;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The report of all data in a folder: Markdown and HTML in each language, and graphs. */
public final class Report {
    private static final Map<String, BiFunction<Dataset, Words, Chapter>> CHAPTERS = chapters();

    private Report() {}

    private static Map<String, BiFunction<Dataset, Words, Chapter>> chapters() {
        Map<String, BiFunction<Dataset, Words, Chapter>> chapters = new LinkedHashMap<>();
        chapters.put("ramp", RampChapter::of);
        chapters.put("scaling", ScalingChapter::of);
        chapters.put("strategies", StrategiesChapter::of);
        chapters.put("caches", CachesChapter::of);
        chapters.put("loss", LossChapter::of);
        chapters.put("endurance", EnduranceChapter::of);
        return chapters;
    }

    /** @param folder with {@code data/}; the report is written beside it */
    public static void write(Path folder) {
        of(folder.resolve("data")).forEach((name, text) -> {
            Path file = folder.resolve(name);
            try {
                Files.createDirectories(file.getParent());
                Files.writeString(file, text);
            } catch (IOException failure) {
                throw new UncheckedIOException(file + " cannot be written", failure);
            }
        });
    }

    /** All files of the report by name. */
    static Map<String, String> of(Path data) {
        Map<String, String> files = new LinkedHashMap<>();
        List<Dataset> sets = CHAPTERS.keySet().stream()
                .flatMap(name -> Dataset.read(data, name).stream())
                .toList();
        if (sets.isEmpty()) {
            throw new UserError("there is no data in " + data + ": make lab makes some");
        }
        for (String language : Words.LANGUAGES) {
            Words words = Words.in(language);
            String machine = machine(words, sets);
            List<Chapter> chapters =
                    sets.stream().map(set -> chapter(set, words)).toList();
            String markdown = Markdown.of(words, machine, chapters);
            files.put(words.text("file") + ".md", markdown);
            files.put(words.text("file") + ".html", Page.of(words, markdown));
            for (Chapter chapter : chapters) {
                chapter.exhibits().stream()
                        .filter(Graph.class::isInstance)
                        .map(Graph.class::cast)
                        .forEach(graph -> files.put("graphs/" + graph.name() + "-" + language + ".svg", graph.svg()));
            }
        }
        return files;
    }

    private static Chapter chapter(Dataset set, Words words) {
        BiFunction<Dataset, Words, Chapter> chapter = CHAPTERS.get(set.head().experiment());
        if (chapter == null) {
            throw new IllegalStateException("no chapter for " + set.head().experiment());
        }
        return chapter.apply(set, words);
    }

    /** Where it was, which experiments were elsewhere, and which are missing. */
    private static String machine(Words words, List<Dataset> sets) {
        Machine usual = sets.getFirst().head().machine().unloaded();
        List<String> sentences = new ArrayList<>(
                List.of(words.text("machine", usual.processor(), usual.cores(), gigabytes(usual), usual.java())));
        Map<Machine, List<Dataset>> places = sets.stream()
                .collect(Collectors.groupingBy(
                        set -> set.head().machine().unloaded(), LinkedHashMap::new, Collectors.toList()));
        places.remove(usual);
        places.forEach((other, there) -> sentences.add(words.text(
                "elsewhere",
                titles(words, there.stream().map(set -> set.head().experiment())),
                other.processor(),
                other.cores(),
                gigabytes(other),
                other.java())));
        Set<String> measured = sets.stream().map(set -> set.head().experiment()).collect(Collectors.toSet());
        if (measured.size() < CHAPTERS.size()) {
            sentences.add(words.text(
                    "missing", titles(words, CHAPTERS.keySet().stream().filter(name -> !measured.contains(name)))));
        }
        return String.join(" ", sentences);
    }

    private static String titles(Words words, Stream<String> experiments) {
        return experiments.map(name -> words.text(name + ".title")).collect(Collectors.joining("; "));
    }

    private static long gigabytes(Machine machine) {
        return Math.round(machine.memoryMegabytes() / 1024.0);
    }
}
