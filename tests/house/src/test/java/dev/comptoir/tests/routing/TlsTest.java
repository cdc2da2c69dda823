package dev.comptoir.tests.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.tests.deployment.SelfSigned;
import dev.comptoir.tools.cluster.Balancing;
import dev.comptoir.tools.cluster.Tls;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    @TempDir
    private Path folder;

    @Test
    void withACertificateClientsUseTlsAndServicesUsePlainHttpInternally() throws Exception {
        SelfSigned own = SelfSigned.in(folder);
        Path certificate = own.certificate(folder.resolve("certificate.pem"));
        Path key = own.key(folder.resolve("key.pem"));
        try (Echo instance = new Echo("store-1");
                Proxy proxy = new Proxy(
                        Balancing.DEFAULT, Optional.of(new Tls(certificate.toString(), key.toString())), instance);
                HttpClient client =
                        HttpClient.newBuilder().sslContext(own.trusting()).build()) {
            URI address = URI.create(proxy.state.address() + "/store/any");
            assertThat(address.getScheme()).isEqualTo("https");
            HttpResponse<String> response =
                    client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).contains("\"X-forwarded-proto\":\"https\"");
            assertThat(proxy.http().get("/store/any").status()).isEqualTo(200);
        }
    }
}
