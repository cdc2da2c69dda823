package dev.comptoir.tests.screens;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The words of one owner of pages in one language.
 *
 * @param keys in the order of the file
 */
record Catalogue(List<String> keys, Map<String, String> words) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");

    /** @param web the owner's folder of pages */
    static Catalogue read(Path web, String language) {
        try {
            JsonNode file = JsonMapper.shared().readTree(Files.readString(web.resolve("words/" + language + ".json")));
            Map<String, String> words = new TreeMap<>();
            file.forEachEntry((key, word) -> words.put(key, word.asString()));
            return new Catalogue(List.copyOf(file.propertyNames()), words);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The keys as scripts name them: the forms of a plural are one. */
    Set<String> names() {
        return keys.stream().map(this::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private String name(String key) {
        String name = key.replaceFirst("\\.(one|other)$", "");
        return words.containsKey(name + ".one") && words.containsKey(name + ".other") ? name : key;
    }

    /** The keys that show a number in one form and lack the other. */
    Set<String> halfPlurals() {
        return keys.stream()
                .filter(key -> key.endsWith(".one") || key.endsWith(".other"))
                .filter(key -> words.getOrDefault(key, "").contains("{count}"))
                .filter(key -> name(key).equals(key))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What each key expects; a singular need not show its number. */
    Map<String, Set<String>> placeholders() {
        Map<String, Set<String>> found = new TreeMap<>();
        words.forEach((key, word) -> {
            Set<String> names = PLACEHOLDER
                    .matcher(word)
                    .results()
                    .map(match -> match.group(1))
                    .filter(name -> !(key.endsWith(".one") && name.equals("count")))
                    .collect(Collectors.toCollection(TreeSet::new));
            found.put(key, names);
        });
        return found;
    }
}
