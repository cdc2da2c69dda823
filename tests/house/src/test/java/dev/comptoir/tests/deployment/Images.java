package dev.comptoir.tests.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Images are of one version: that of this project for ours. */
final class Images {
    static final String OURS = "comptoir/";

    /** PostgreSQL and Debian count their versions with two numbers. */
    private static final Pattern EXACT =
            Pattern.compile("((.*/)?(postgres|postgresql|debian):\\d+\\.\\d+|[^:]+:v?\\d+\\.\\d+\\.\\d+)([-_].+)?");

    private static final Pattern VERSION = Pattern.compile("<version>([0-9.]+)(-SNAPSHOT)?</version>");

    private Images() {}

    static boolean isExact(String image) {
        return EXACT.matcher(image).matches();
    }

    /** The project's. */
    static String version() {
        try {
            return VERSION.matcher(Files.readString(Path.of("../../pom.xml")))
                    .results()
                    .map((MatchResult found) -> found.group(1))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static List<String> exact(Compose compose) {
        Faults faults = new Faults();
        compose.services()
                .forEach(service ->
                        faults.unless(isExact(service.image()), service.title(), "has the image " + service.image()));
        return faults.all();
    }

    static List<String> built(Compose compose) {
        Faults faults = new Faults();
        compose.services().filter(Service::isOurs).forEach(service -> {
            String title = service.title();
            JsonNode build = service.definition().path("build");
            String own = OURS + service.name() + ":" + version();
            faults.unless(service.image().equals(own), title, "is not the image " + own);
            faults.unless(build.path("context").asString("").equals(".."), title, "is built from elsewhere");
            String made = build.path("target")
                    .asString(build.path("args").path("SERVICE").asString(""));
            faults.unless(made.equals(service.name()), title, "is made of " + made);
        });
        return faults.all();
    }
}
