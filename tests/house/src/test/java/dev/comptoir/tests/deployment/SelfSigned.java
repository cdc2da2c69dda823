package dev.comptoir.tests.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A new self-signed certificate for 127.0.0.1, and an SSL context that trusts it. */
public record SelfSigned(KeyStore keys) {
    private static final String NAME = "web";
    private static final String PASSWORD = "only-for-this-test";

    /** @param folder where the JDK's keytool may write */
    public static SelfSigned in(Path folder) throws GeneralSecurityException, IOException, InterruptedException {
        Path store = folder.resolve("keys.p12");
        String options = "-genkeypair -alias %s -keyalg EC -dname CN=127.0.0.1 -ext SAN=ip:127.0.0.1 -storepass %s";
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/keytool"));
        command.addAll(List.of(options.formatted(NAME, PASSWORD).split(" ", -1)));
        command.addAll(List.of("-keystore", store.toString()));
        Process keytool = new ProcessBuilder(command).inheritIO().start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(store)) {
            keys.load(file, PASSWORD.toCharArray());
        }
        return new SelfSigned(keys);
    }

    public Path certificate(Path file) throws GeneralSecurityException, IOException {
        return pem(file, "CERTIFICATE", keys.getCertificate(NAME).getEncoded());
    }

    public Path key(Path file) throws GeneralSecurityException, IOException {
        return pem(
                file, "PRIVATE KEY", keys.getKey(NAME, PASSWORD.toCharArray()).getEncoded());
    }

    private static Path pem(Path file, String kind, byte[] content) throws IOException {
        String text = Base64.getMimeEncoder().encodeToString(content);
        return Files.writeString(file, "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(kind, text));
    }

    public SSLContext trusting() throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(NAME, keys.getCertificate(NAME));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
