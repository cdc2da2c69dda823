package dev.comptoir.tests.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Images are of one version: that of this project for ours. */
final class Images {
    /** PostgreSQL and Debian count their versions with two numbers. */
    static final Pattern EXACT =
            Pattern.compile("((.*/)?(postgres|postgresql|debian):\\d+\\.\\d+|[^:]+:v?\\d+\\.\\d+\\.\\d+)([-_].+)?");

    private static final Pattern VERSION = Pattern.compile("<version>([0-9.]+)(-SNAPSHOT)?</version>");

    private Images() {}

    static boolean isExact(String image) {
        return EXACT.matcher(image).matches();
    }

    /** The project's. */
    static String version() {
        try {
            Matcher version = VERSION.matcher(Files.readString(Path.of("../../pom.xml")));
            return version.results().findFirst().orElseThrow().group(1);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
