package dev.comptoir.tools.lab.report;

import dev.comptoir.tools.cluster.UserError;
import dev.comptoir.tools.lab.data.Dataset;
import dev.comptoir.tools.lab.data.Machine;
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

/**
 * The report of all data in a folder.
 *
 * @param texts Markdown and HTML in each language, by file name
 * @param graphs by file name; all languages share them
 */
public record Report(Map<String, String> texts, Map<String, byte[]> graphs) {
    private static final Map<String, BiFunction<Dataset, Words, Chapter>> CHAPTERS = chapters();

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

    /** @throws UserError when this machine has no font for the graphs */
    public static void checkFonts() {
        try {
            Charts.png(Charts.lines("/s"));
        } catch (Error | RuntimeException missing) {
            throw new UserError(
                    "The graphs of the report need a font: install fontconfig and a font, as fonts-dejavu-core.");
        }
    }

    /** @param folder with {@code data/}; the report is written beside it */
    public static void write(Path folder) {
        Report report = of(folder.resolve("data"));
        try {
            Files.createDirectories(folder.resolve("graphs"));
            for (Map.Entry<String, String> text : report.texts.entrySet()) {
                Files.writeString(folder.resolve(text.getKey()), text.getValue());
            }
            for (Map.Entry<String, byte[]> graph : report.graphs.entrySet()) {
                Files.write(folder.resolve(graph.getKey()), graph.getValue());
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(folder + " cannot be written", failure);
        }
    }

    static Report of(Path data) {
        List<Dataset> sets = CHAPTERS.keySet().stream()
                .flatMap(name -> Dataset.read(data, name).stream())
                .toList();
        if (sets.isEmpty()) {
            throw new UserError("There is no data in " + data + ": make lab measures some.");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, byte[]> graphs = new LinkedHashMap<>();
        for (Words words : Words.ALL) {
            List<Chapter> chapters =
                    sets.stream().map(set -> chapter(set, words)).toList();
            String markdown = markdown(words, sets, chapters);
            texts.put(words.text("file") + ".md", markdown);
            texts.put(words.text("file") + ".html", Page.of(words, markdown));
            for (Chapter chapter : chapters) {
                chapter.graphs()
                        .forEach(graph -> graphs.computeIfAbsent(
                                "graphs/" + graph.name() + ".png", name -> Charts.png(graph.chart())));
            }
        }
        return new Report(texts, graphs);
    }

    private static String markdown(Words words, List<Dataset> sets, List<Chapter> chapters) {
        return "# " + words.text("title") + "\n\n" + words.text("introduction") + "\n\n" + machine(words, sets) + "\n\n"
                + words.text("method") + "\n\n"
                + chapters.stream().map(Chapter::markdown).collect(Collectors.joining("\n"));
    }

    private static Chapter chapter(Dataset set, Words words) {
        BiFunction<Dataset, Words, Chapter> chapter = CHAPTERS.get(set.head().experiment());
        if (chapter == null) {
            throw new IllegalStateException("no chapter for " + set.head().experiment());
        }
        return chapter.apply(set, words);
    }

    /** The machine, experiments of other machines, and missing experiments. */
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
