package dev.comptoir.store;

import static dev.comptoir.store.StoreWorld.line;
import static dev.comptoir.store.StoreWorld.saleOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.platform.testing.TestHttp.Reply;
import dev.comptoir.store.receipts.MailSettings;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Receipts by e-mail, over a real mail server. */
class ReceiptEmailTest {
    private static final GreenMail MAIL_SERVER = started();
    private static final String CUSTOMER = "client+recu@example.com";

    @RegisterExtension
    static final StoreWorld world = new StoreWorld(
            new MailSettings("smtp://127.0.0.1:" + MAIL_SERVER.getSmtp().getPort(), "recus@comptoir.example"));

    private static GreenMail started() {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        return server;
    }

    @AfterAll
    static void stop() {
        MAIL_SERVER.stop();
    }

    @BeforeEach
    void empty() throws Exception {
        MAIL_SERVER.purgeEmailFromAllMailboxes();
        world.execute("DELETE FROM receipt_email_count");
    }

    private static String sale(int register) {
        return world.alice(register)
                .post("/sales", saleOf(List.of(line(world.productOnShelf("Crème brûlée", 350, 5), 1))))
                .expect(201)
                .path("number")
                .asString();
    }

    private static Reply send(TestHttp till, String number, String address, Map<String, Object> more) {
        Map<String, Object> email = new HashMap<>(more);
        email.put("address", address);
        return till.post("/sales/" + number + "/receipt/emails", email);
    }

    private static MimeMessage received() {
        assertThat(MAIL_SERVER.getReceivedMessages()).hasSize(1);
        return MAIL_SERVER.getReceivedMessages()[0];
    }

    private static String pdfText(Part attachment) throws Exception {
        try (PDDocument document = Loader.loadPDF(attachment.getInputStream().readAllBytes())) {
            return new PDFTextStripper().getText(document).replaceAll("[\\s\\u00a0]+", " ");
        }
    }

    @Test
    void theCustomerReceivesTheOriginalAsPdfInTheLanguageOfTheStore() throws Exception {
        String number = sale(1);
        assertThat(world.alice(1)
                        .get("/sales/" + number + "/receipt")
                        .expect(200)
                        .path("email")
                        .asBoolean())
                .isTrue();
        send(world.alice(1), number, CUSTOMER, Map.of("original", true)).expect(204);
        MimeMessage mail = received();
        assertThat(mail.getSubject()).isEqualTo("Reçu " + number + " · Plateau");
        InternetAddress sender = (InternetAddress) mail.getFrom()[0];
        assertThat(sender.getAddress()).isEqualTo("recus@comptoir.example");
        assertThat(sender.getPersonal()).isEqualTo("Plateau");
        assertThat(mail.getAllRecipients()).containsExactly(new InternetAddress(CUSTOMER));
        Multipart parts = (Multipart) mail.getContent();
        assertThat(parts.getCount()).isEqualTo(2);
        assertThat(parts.getBodyPart(0).getContent().toString()).contains("votre achat chez Plateau");
        assertThat(parts.getBodyPart(1).getContentType()).startsWith("application/pdf");
        assertThat(parts.getBodyPart(1).getFileName()).isEqualTo(number + ".pdf");
        assertThat(pdfText(parts.getBodyPart(1)))
                .contains("Crème brûlée")
                .contains(number + " Merci de votre visite")
                .doesNotContain("COPIE");
    }

    @Test
    void inEnglishOnRequestAndLaterAsACopy() throws Exception {
        String number = sale(2);
        sale(2);
        send(world.alice(2), number, CUSTOMER, Map.of("original", true, "language", "en"))
                .expect(204);
        assertThat(received().getSubject()).isEqualTo("Receipt " + number + " · Plateau");
        assertThat(pdfText(((Multipart) received().getContent()).getBodyPart(1)))
                .containsIgnoringCase("copy")
                .contains("Thank you for your visit");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "client@example.com\r\nBcc: others@example.com",
                "client@example.com\nSubject: Gratis",
                "client@example.com, others@example.com",
                "client@example.com others@example.com",
                "<client@example.com>",
                "\"a\r\nBcc: others@example.com\"@example.com",
                "client@example.com\t",
                "client",
                "client@localhost",
                "@example.com",
                "client@-example.com",
                ""
            })
    void whatIsNotOneAddressIsRefused(String address) {
        String number = sale(3);
        assertThat(send(world.alice(3), number, address, Map.of()).problem()).isEqualTo("invalid-request");
        assertThat(MAIL_SERVER.getReceivedMessages()).isEmpty();
    }

    @Test
    void anAddressOfMoreThan254CharactersIsRefused() {
        String domain = ("a".repeat(60) + '.').repeat(4) + "example.com";
        assertThat(send(world.alice(4), sale(4), "c@" + domain, Map.of()).problem())
                .isEqualTo("invalid-request");
    }

    @Test
    void anEmployeeAndARegisterSendSixtyAnHour() {
        String number = sale(5);
        send(world.alice(5), number, CUSTOMER, Map.of()).expect(204);
        assertThat(world.number("SELECT count(*) FROM receipt_email_count WHERE sent = 1"))
                .isEqualTo(2);
        world.execute("UPDATE receipt_email_count SET sent = 60 WHERE sender = 'employee alice'");
        Reply refused = send(world.alice(5), number, CUSTOMER, Map.of());
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.problem()).isEqualTo("too-many-emails");
        assertThat(send(world.alice(6), number, CUSTOMER, Map.of()).problem())
                .as("at another register")
                .isEqualTo("too-many-emails");
        assertThat(MAIL_SERVER.getReceivedMessages()).hasSize(1);
        send(world.loggedIn("bob", "S1", 5), number, CUSTOMER, Map.of()).expect(204);
        world.execute("UPDATE receipt_email_count SET sent = 60 WHERE sender = 'register S1 5'");
        assertThat(send(world.loggedIn("bob", "S1", 5), number, CUSTOMER, Map.of())
                        .problem())
                .isEqualTo("too-many-emails");
        world.execute("UPDATE receipt_email_count SET since = now() - interval '61 minutes'");
        send(world.alice(5), number, CUSTOMER, Map.of()).expect(204);
    }

    @Test
    void theAddressIsStoredNowhere() {
        String number = sale(7);
        send(world.alice(7), number, CUSTOMER, Map.of()).expect(204);
        try (Database database = world.openDatabase()) {
            List<String> senders = database.read(sql -> sql.createQuery("SELECT sender FROM receipt_email_count")
                    .mapTo(String.class)
                    .list());
            assertThat(senders).containsExactlyInAnyOrder("employee alice", "register S1 7");
        }
    }
}
