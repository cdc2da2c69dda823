package dev.comptoir.tests.screens;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The text of one JavaScript module: the keys that it uses, and text outside the catalogues. */
record Script(Path file, String text) {
    /** A literal where a key is expected: the first argument, or one of the branches of a conditional. */
    private static final Pattern KEY = Pattern.compile("(?:^|[?:])\\s*'([^']+)'");

    private static final Pattern CALL = Pattern.compile("(?<![\\w.$])t\\(");
    private static final Pattern LITERAL = Pattern.compile("'([^'\\n]*)'");
    private static final Pattern PREFIX = Pattern.compile("`([\\w.-]+[.-])\\$\\{");
    private static final Pattern WORD = Pattern.compile("\\p{L}{2,}");
    private static final Pattern SPOKEN =
            Pattern.compile("(?:aria-label|title|placeholder|alt)=(?:\"([^\"]*)\"|'([^']*)')");

    static List<Script> under(Path web) {
        try (Stream<Path> files = Files.walk(web)) {
            return files.filter(file -> file.toString().endsWith(".js"))
                    .sorted()
                    .map(Script::read)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Script read(Path file) {
        try {
            return new Script(file, Files.readString(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The keys that the module uses. */
    Set<String> keys() {
        return CALL.matcher(text)
                .results()
                .flatMap(call -> KEY.matcher(argument(call.end())).results())
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The first argument of a call. */
    private String argument(int start) {
        int depth = 0;
        for (int at = start; at < text.length(); at++) {
            char letter = text.charAt(at);
            if (depth == 0 && (letter == ',' || letter == ')')) {
                return text.substring(start, at);
            }
            depth += "([{".indexOf(letter) >= 0 ? 1 : ")]}".indexOf(letter) >= 0 ? -1 : 0;
        }
        throw new IllegalStateException("a call in " + file + " does not end");
    }

    /** Every literal, because a key may be passed in a variable. */
    Set<String> literals() {
        return LITERAL.matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The prefixes of keys that are built from parts. */
    Set<String> prefixes() {
        return PREFIX.matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Words in templates and their attributes, which belong into a catalogue. */
    List<String> looseWords() {
        List<String> found = new ArrayList<>();
        for (String template : templates()) {
            String shown = template.replaceAll("(?s)<!--.*?-->", " ").replaceAll("<[^>]*>", " ");
            WORD.matcher(shown).results().forEach(match -> found.add(match.group()));
            SPOKEN.matcher(template)
                    .results()
                    .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
                    .filter(spoken -> WORD.matcher(spoken).find())
                    .forEach(found::add);
        }
        return found;
    }

    /** The templates without their expressions. */
    private List<String> templates() {
        List<String> found = new ArrayList<>();
        new Reader(text, found).code(0, '\0');
        return found;
    }

    /** A parser that only distinguishes templates, strings, comments and code. */
    private record Reader(String text, List<String> found) {

        /** Reads code up to the brace that ends it, and returns its position. */
        int code(int start, char end) {
            int depth = 0;
            for (int at = start; at < text.length(); at++) {
                char letter = text.charAt(at);
                if (letter == end && depth == 0) {
                    return at;
                }
                depth += letter == '{' ? 1 : letter == '}' ? -1 : 0;
                at = switch (letter) {
                    case '\'', '"' -> closing(at, letter);
                    case '`' -> template(at);
                    case '/' -> slash(at);
                    default -> at;
                };
            }
            return text.length();
        }

        private int closing(int start, char quote) {
            int at = start + 1;
            while (text.charAt(at) != quote) {
                at += text.charAt(at) == '\\' ? 2 : 1;
            }
            return at;
        }

        private int template(int start) {
            StringBuilder written = new StringBuilder();
            int at = start + 1;
            while (text.charAt(at) != '`') {
                if (text.startsWith("${", at)) {
                    at = code(at + 2, '}') + 1;
                    written.append('0');
                } else {
                    int length = text.charAt(at) == '\\' ? 2 : 1;
                    written.append(text, at, at + length);
                    at += length;
                }
            }
            if (text.startsWith("html", start - 4) || text.startsWith("svg", start - 3)) {
                found.add(written.toString());
            }
            return at;
        }

        /** A comment, a pattern or a division. */
        private int slash(int start) {
            if (text.startsWith("//", start)) {
                int end = text.indexOf('\n', start);
                return end < 0 ? text.length() : end;
            }
            if (text.startsWith("/*", start)) {
                return text.indexOf("*/", start) + 1;
            }
            String before = text.substring(0, start).stripTrailing();
            return before.isEmpty() || "(=,:[!&|?{};>".indexOf(before.charAt(before.length() - 1)) >= 0
                    ? pattern(start)
                    : start;
        }

        private int pattern(int start) {
            boolean inClass = false;
            int at = start + 1;
            while (inClass || text.charAt(at) != '/') {
                char letter = text.charAt(at);
                inClass = letter == '[' || (inClass && letter != ']');
                at += letter == '\\' ? 2 : 1;
            }
            return at;
        }
    }
}
