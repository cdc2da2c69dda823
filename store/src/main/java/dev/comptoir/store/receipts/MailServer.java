package dev.comptoir.store.receipts;

import jakarta.activation.DataHandler;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.UnsupportedEncodingException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends e-mails over the server of the settings. Over {@code smtp} the connection is encrypted if the server can, and must be if a
 * password is sent to another machine; over {@code smtps} it is encrypted from the start.
 */
final class MailServer {
    private static final Logger LOG = LoggerFactory.getLogger(MailServer.class);

    private static final String CONNECT_MILLISECONDS = "3000";
    private static final String RESPONSE_MILLISECONDS = "4000";
    private static final int SMTP_PORT = 587;
    private static final int SMTPS_PORT = 465;
    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1");
    private static final String CHARSET = StandardCharsets.UTF_8.name();

    private final MailSettings settings;

    MailServer(MailSettings settings) {
        this.settings = settings;
    }

    /** What became of an e-mail. */
    enum Outcome {
        SENT,
        ADDRESS_REFUSED,
        SERVER_FAILED
    }

    /**
     * An e-mail with a PDF.
     *
     * @param from the name beside the address of the sender
     * @param file the name of the PDF
     */
    record Email(String to, String from, String subject, String text, String file, byte[] pdf, Instant at) {}

    /** Neither the address nor the server's response, which may contain it, is logged. */
    Outcome send(Email email) {
        try {
            deliver(email);
            return Outcome.SENT;
        } catch (SendFailedException refused) {
            return isEmpty(refused.getInvalidAddresses()) ? failed(refused) : Outcome.ADDRESS_REFUSED;
        } catch (MessagingException | UnsupportedEncodingException failure) {
            return failed(failure);
        }
    }

    private static boolean isEmpty(Address @Nullable [] addresses) {
        return addresses == null || addresses.length == 0;
    }

    private Outcome failed(Exception failure) {
        LOG.warn(
                "a receipt was not sent: the mail server failed with {}",
                failure.getClass().getSimpleName());
        return Outcome.SERVER_FAILED;
    }

    private void deliver(Email email) throws MessagingException, UnsupportedEncodingException {
        URI server = settings.address();
        Session session = Session.getInstance(properties(server));
        MimeMessage message = message(session, email);
        try (Transport transport = session.getTransport(server.getScheme())) {
            transport.connect(server.getHost(), port(server), login(server, 0), login(server, 1));
            transport.sendMessage(message, message.getAllRecipients());
        }
    }

    private static Properties properties(URI server) {
        boolean secret = server.getUserInfo() != null && !LOOPBACK.contains(server.getHost());
        String prefix = "mail." + server.getScheme();
        Properties properties = new Properties();
        properties.setProperty(prefix + ".connectiontimeout", CONNECT_MILLISECONDS);
        properties.setProperty(prefix + ".timeout", RESPONSE_MILLISECONDS);
        properties.setProperty(prefix + ".writetimeout", RESPONSE_MILLISECONDS);
        properties.setProperty(prefix + ".ssl.checkserveridentity", "true");
        properties.setProperty(prefix + ".starttls.enable", "true");
        properties.setProperty(prefix + ".starttls.required", String.valueOf(secret));
        properties.setProperty(prefix + ".auth", String.valueOf(server.getUserInfo() != null));
        return properties;
    }

    private static int port(URI server) {
        int usual = server.getScheme().equals("smtps") ? SMTPS_PORT : SMTP_PORT;
        return server.getPort() < 0 ? usual : server.getPort();
    }

    /** The name, part 0, or the password, part 1, if the address has them. */
    private static @Nullable String login(URI server, int part) {
        String login = server.getRawUserInfo();
        return login == null ? null : decoded(login.split(":", 2)[part]);
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private MimeMessage message(Session session, Email email) throws MessagingException, UnsupportedEncodingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress(settings.sender(), oneLine(email.from()), CHARSET));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(email.to(), true));
        message.setSubject(oneLine(email.subject()), CHARSET);
        message.setHeader(
                "Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(email.at().atOffset(ZoneOffset.UTC)));
        MimeBodyPart text = new MimeBodyPart();
        text.setText(email.text(), CHARSET);
        MimeBodyPart pdf = new MimeBodyPart();
        pdf.setDataHandler(new DataHandler(new ByteArrayDataSource(email.pdf(), "application/pdf")));
        pdf.setFileName(email.file());
        message.setContent(new MimeMultipart(text, pdf));
        message.saveChanges();
        return message;
    }

    /** A line break in a header would begin another header. */
    private static String oneLine(String header) {
        return header.replaceAll("\\p{Cntrl}+", " ");
    }
}
