package dev.comptoir.app;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Properties;

/** Passwords that the first start generates, in a file which only its owner can read. */
public final class Secrets {
    private static final String[] CONSONANTS = "b d f g k l m n p r s t v z".split(" ");
    private static final String[] VOWELS = "a e i o u".split(" ");
    private static final int WORDS = 3;
    private static final int SYLLABLES = 3;

    private final Path file;
    private final Properties values = new Properties();
    private final SecureRandom random = new SecureRandom();

    private Secrets(Path file) {
        this.file = file;
    }

    public static Secrets in(Path file) {
        Secrets secrets = new Secrets(file);
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                secrets.values.load(reader);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
        return secrets;
    }

    /** The password of that name, generated and stored by the first call: {@code bakelo-timura-venoza}, about 55 bits. */
    public synchronized String password(String name) {
        String known = values.getProperty(name);
        if (known != null) {
            return known;
        }
        String generated = generate();
        values.setProperty(name, generated);
        save();
        return generated;
    }

    private String generate() {
        StringBuilder text = new StringBuilder();
        for (int syllable = 0; syllable < WORDS * SYLLABLES; syllable++) {
            if (syllable > 0 && syllable % SYLLABLES == 0) {
                text.append('-');
            }
            text.append(CONSONANTS[random.nextInt(CONSONANTS.length)]);
            text.append(VOWELS[random.nextInt(VOWELS.length)]);
        }
        return text.toString();
    }

    private void save() {
        Path written = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(written);
            if (Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix")) {
                Files.createFile(
                        written, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            try (Writer writer = Files.newBufferedWriter(written)) {
                values.store(writer, "Made at the first start of the demo");
            }
            // The database keeps these passwords: a power failure must not lose them.
            try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
