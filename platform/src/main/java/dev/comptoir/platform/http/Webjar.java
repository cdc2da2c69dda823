package dev.comptoir.platform.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** A browser library on the class path, of whichever version is there. */
public record Webjar(String group, String name) {
    /** @throws IllegalStateException when the library has no such file */
    public byte[] read(String file) {
        return resource("/META-INF/resources/webjars/" + name + "/" + version() + "/" + file);
    }

    private String version() {
        try (InputStream input =
                Webjar.class.getResourceAsStream("/META-INF/maven/" + group + "/" + name + "/pom.properties")) {
            Properties properties = new Properties();
            properties.load(input);
            return properties.getProperty("version");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static byte[] resource(String path) {
        try (InputStream input = Webjar.class.getResourceAsStream(path)) {
            if (input == null) {
                throw new IllegalStateException("the class path lacks " + path);
            }
            return input.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
