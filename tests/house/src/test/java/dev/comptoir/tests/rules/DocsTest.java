package dev.comptoir.tests.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links in Markdown lead to files and headings that exist. */
class DocsTest {
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#\\s]*)#?([^)\\s]*)\\)");
    private static final Pattern OURS = Pattern.compile("(?!(.*/)?(target|node_modules|data|src|\\.git)/).*\\.md");

    @Test
    void everyLinkLeadsToAFileAndAHeading() throws IOException {
        assertThat(brokenLinks(Path.of("../.."))).isEmpty();
    }

    @Test
    void aLinkToNoFileOrNoHeadingIsFound(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("till.md"), "## Float & count\n[a](#float--count) [b](till.md) [c](#cash)\n");
        Files.writeString(folder.resolve("a.md"), "[d](till.md#float--count) [e](drawer.md) ![f](till.md#cash)");
        assertThat(brokenLinks(folder)).containsExactly("a.md: drawer.md#", "a.md: till.md#cash", "till.md: #cash");
    }

    private static List<String> brokenLinks(Path root) throws IOException {
        List<String> broken = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.map(root::relativize).sorted().toList()) {
                String text = OURS.matcher(file.toString()).matches() ? Files.readString(root.resolve(file)) : "";
                for (MatchResult link : LINK.matcher(text).results().toList()) {
                    if (!leadsSomewhere(root.resolve(file), link.group(1), link.group(2))) {
                        broken.add(file + ": " + link.group(1) + "#" + link.group(2));
                    }
                }
            }
        }
        return broken;
    }

    private static boolean leadsSomewhere(Path from, String target, String heading) throws IOException {
        Path file = target.isEmpty() ? from : from.resolveSibling(target);
        return Files.exists(file)
                && (heading.isEmpty() || Files.readAllLines(file).stream().anyMatch(line -> anchorIs(line, heading)));
    }

    /** GitHub makes the anchor of a heading from its letters, digits, hyphens and spaces. */
    private static boolean anchorIs(String line, String heading) {
        String text = line.toLowerCase(Locale.ROOT).replaceFirst("^#+ ", "").replaceAll("[^\\p{L}\\p{N} _-]", "");
        return line.startsWith("#") && text.replace(' ', '-').equals(heading);
    }
}
