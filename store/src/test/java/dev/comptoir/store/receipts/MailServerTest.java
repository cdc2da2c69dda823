package dev.comptoir.store.receipts;

import static dev.comptoir.store.receipts.MailServer.Outcome.ADDRESS_REFUSED;
import static dev.comptoir.store.receipts.MailServer.Outcome.SENT;
import static dev.comptoir.store.receipts.MailServer.Outcome.SERVER_FAILED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.comptoir.platform.settings.Environment;
import dev.comptoir.platform.settings.InvalidSettings;
import dev.comptoir.store.receipts.MailServer.Email;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** E-mails over servers that work, refuse, are silent or absent. */
class MailServerTest {
    private static final Instant MOMENT = Instant.parse("2026-11-29T03:00:00Z");

    private final GreenMail server = new GreenMail(new ServerSetup[] {
        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS)
    });

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private static MailServer.Outcome send(String address, Email mail) {
        return new MailServer(new MailSettings(address, "recus@comptoir.example")).send(mail);
    }

    private static Email mail(String from, String subject) {
        return new Email("client@example.com", from, subject, "Bonjour", "recu.pdf", new byte[] {1, 2, 3}, MOMENT);
    }

    private static final Email EMAIL = mail("Dépanneur", "Reçu");

    private String smtp() {
        return "127.0.0.1:" + server.getSmtp().getPort();
    }

    @Test
    void aLineBreakInANameOrSubjectMakesNoOtherHeader() throws Exception {
        Email mail = mail("Dépanneur\r\nBcc: others@example.com", "Reçu\r\nX-Other: yes\n\nBody");
        assertThat(send("smtp://" + smtp(), mail)).isEqualTo(SENT);
        assertThat(server.getReceivedMessages()).hasSize(1);
        assertThat(server.getReceivedMessages()[0].getHeader("Bcc")).isNull();
        assertThat(server.getReceivedMessages()[0].getHeader("X-Other")).isNull();
        assertThat(server.getReceivedMessages()[0].getSubject()).isEqualTo("Reçu X-Other: yes Body");
        assertThat(server.getReceivedMessages()[0].getHeader("Date")).containsExactly("Sun, 29 Nov 2026 03:00:00 GMT");
    }

    @Test
    void nameAndPasswordAreThoseOfTheSettings() {
        server.setUser("recus@comptoir.example", "boutique", "p@ss word");
        assertThat(send("smtp://boutique:p%40ss%20word@" + smtp(), EMAIL)).isEqualTo(SENT);
        assertThat(send("smtp://boutique:wrong@" + smtp(), EMAIL)).isEqualTo(SERVER_FAILED);
    }

    @Test
    void aCertificateOfNobodyIsNotTrusted() {
        assertThat(send("smtps://127.0.0.1:" + server.getSmtps().getPort(), EMAIL))
                .isEqualTo(SERVER_FAILED);
    }

    @Test
    void aServerThatIsAbsentOrSilentFailsInSeconds() throws IOException {
        Instant began = Instant.now();
        String address;
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = "smtp://127.0.0.1:" + silent.getLocalPort();
            assertThat(send(address, EMAIL)).isEqualTo(SERVER_FAILED);
        }
        assertThat(send(address, EMAIL)).isEqualTo(SERVER_FAILED);
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void anAddressThatTheServerDoesNotAcceptIsNamed() throws IOException {
        try (ServerSocket refusing = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> refuseRecipients(refusing));
            assertThat(send("smtp://127.0.0.1:" + refusing.getLocalPort(), EMAIL))
                    .isEqualTo(ADDRESS_REFUSED);
        }
    }

    /** The part of SMTP (RFC 5321) up to the refusal of a mailbox. */
    private static void refuseRecipients(ServerSocket server) {
        try (Socket client = server.accept();
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
            String answer = "220 ready";
            while (answer != null) {
                client.getOutputStream().write((answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
                String line = lines.readLine();
                answer = line == null ? null : line.startsWith("RCPT") ? "550 no such mailbox" : "250 ok";
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "smtp://mail.example:587,            recus@comptoir.example, true",
        "smtps://user:secret@mail.example,   recus@comptoir.example, true",
        "mail.example,                       recus@comptoir.example, false",
        "http://mail.example,                recus@comptoir.example, false",
        "smtp://user@mail.example,           recus@comptoir.example, false",
        "smtp://user:%zz@mail.example,       recus@comptoir.example, false",
        "smtp://mail.example:99999,          recus@comptoir.example, false",
        "smtp://mail.example:587,            '',                     false",
        "smtp://mail.example:587,            'Boutique <b@c.ca>',    false"
    })
    void wrongSettingsAreNamedAtTheStart(String server, String sender, boolean right) {
        Environment environment = new Environment(Map.of("COMPTOIR_SMTP_URL", server, "COMPTOIR_SMTP_FROM", sender));
        assertThat(MailSettings.from(environment)).isNotNull();
        if (right) {
            environment.refuseFaults();
        } else {
            assertThatThrownBy(environment::refuseFaults)
                    .isInstanceOf(InvalidSettings.class)
                    .hasMessageContaining("COMPTOIR_SMTP_")
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void withoutTheSettingNothingIsSent() {
        assertThat(MailSettings.from(new Environment(Map.of()))).isNull();
        assertThat(List.of(new MailSettings("smtp://user:secret@mail.example", "recus@comptoir.example"))
                        .toString())
                .doesNotContain("secret");
    }
}
