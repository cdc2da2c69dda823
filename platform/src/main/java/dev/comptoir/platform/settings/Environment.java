package dev.comptoir.platform.settings;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads settings from environment variables and collects all faults, so that an operator sees them at once. Call
 * {@link #refuseFaults()} after the last read and before any value is used.
 */
public final class Environment {
    private static final int SECRET_LIMIT_BYTES = 4_096;
    private static final Pattern PEER = Pattern.compile("[a-z][a-z0-9-]{0,30}");

    private final Map<String, String> variables;
    private final List<String> faults = new ArrayList<>();

    public Environment(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    public String text(String name, String fallback) {
        return variables.getOrDefault(name, fallback);
    }

    public String required(String name, String expectation) {
        String value = variables.getOrDefault(name, "");
        if (value.isBlank()) {
            faults.add(name + " is missing: " + expectation);
        }
        return value;
    }

    /** A text that fits a pattern; an absent variable gives the fallback. */
    public String matching(String name, String fallback, Pattern pattern, String expectation) {
        String value = text(name, fallback);
        if (!pattern.matcher(value).matches()) {
            faults.add("%s is '%s': %s".formatted(name, value, expectation));
        }
        return value;
    }

    /** One of several words; an absent variable gives the first. */
    public String oneOf(String name, String... words) {
        String value = text(name, words[0]);
        if (!List.of(words).contains(value)) {
            faults.add("%s is '%s': one of %s is expected".formatted(name, value, String.join(", ", words)));
        }
        return value;
    }

    /**
     * A text that fits a pattern and is never shown: the variable, or the content of the file in the variable
     * {@code name_FILE}, without trailing white space. Empty without both.
     */
    public String secret(String name, Pattern pattern, String expectation) {
        String file = text(name + "_FILE", "");
        if (!file.isEmpty() && variables.containsKey(name)) {
            faults.add("%s and %s_FILE are both set: one of them is expected".formatted(name, name));
        }
        String value = file.isEmpty() ? text(name, "") : content(name + "_FILE", file);
        if (!pattern.matcher(value).matches()) {
            faults.add("%s is not well formed: %s".formatted(name, expectation));
        }
        return value;
    }

    private String content(String name, String file) {
        try (InputStream bytes = Files.newInputStream(Path.of(file))) {
            byte[] read = bytes.readNBytes(SECRET_LIMIT_BYTES + 1);
            if (read.length <= SECRET_LIMIT_BYTES) {
                return new String(read, StandardCharsets.UTF_8).stripTrailing();
            }
            faults.add("%s names '%s': at most %d bytes are expected".formatted(name, file, SECRET_LIMIT_BYTES));
        } catch (IOException | InvalidPathException unreadable) {
            faults.add("%s names '%s', which cannot be read (%s): a file is expected"
                    .formatted(name, file, unreadable.getClass().getSimpleName()));
        }
        return "";
    }

    /** A whole number from {@code min} to {@code max}. */
    public int number(String name, int fallback, int min, int max) {
        String value = text(name, Integer.toString(fallback));
        try {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // reported below, together with numbers that are out of range
        }
        faults.add("%s is '%s': a whole number from %d to %d is expected".formatted(name, value, min, max));
        return fallback;
    }

    /** {@code http://host:port/path}, or null when the variable is absent. */
    public @Nullable URI address(String name) {
        String value = text(name, "");
        if (value.isBlank()) {
            return null;
        }
        String address = value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
        if (!isHttp(address)) {
            faults.add("%s is '%s': http://host:port is expected".formatted(name, value));
            return null;
        }
        return URI.create(address);
    }

    /** {@code name=http://host:port/path}, separated by commas; absent means none. */
    public Map<String, URI> peers(String name) {
        Map<String, URI> peers = new LinkedHashMap<>();
        for (String part : text(name, "").split(",")) {
            if (part.isBlank()) {
                continue;
            }
            String[] pair = part.strip().split("=", 2);
            if (pair.length == 2 && PEER.matcher(pair[0]).matches() && isHttp(pair[1])) {
                peers.put(pair[0], URI.create(pair[1]));
            } else {
                faults.add("%s holds '%s': name=http://host:port/path is expected, separated by commas"
                        .formatted(name, part.strip()));
            }
        }
        return peers;
    }

    /** @throws InvalidSettings when any value that was read is wrong */
    public void refuseFaults() {
        if (!faults.isEmpty()) {
            throw new InvalidSettings(faults);
        }
    }

    private static boolean isHttp(String address) {
        return address.matches("https?://[A-Za-z0-9.\\-\\[\\]:_]+(/[A-Za-z0-9._\\-/]*)?") && !address.endsWith("/");
    }
}
