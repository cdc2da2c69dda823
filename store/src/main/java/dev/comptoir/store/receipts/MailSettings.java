package dev.comptoir.store.receipts;

import dev.comptoir.platform.settings.Environment;
import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The mail server that sends receipts.
 *
 * @param server {@code smtp://host:port}, or {@code smtps://user:password@host:port}
 * @param sender the address that receipts come from
 */
public record MailSettings(String server, String sender) {
    /** A name or a password within a URI (RFC 3986, section 3.2.1). */
    private static final String SECRET = "(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+";

    private static final Pattern SERVER =
            Pattern.compile("(smtps?://(" + SECRET + ':' + SECRET + "@)?[A-Za-z0-9.-]+(:[1-5]?[0-9]{1,4})?)?");
    private static final Pattern ANY = Pattern.compile(".*");

    /** Absent when no server is set: receipts are not sent. */
    public static @Nullable MailSettings from(Environment environment) {
        String server = environment.secret(
                "COMPTOIR_SMTP_URL",
                SERVER,
                "smtp://host:port or smtps://user:password@host:port is expected, with %-escapes in name and password");
        String sender = environment.matching(
                "COMPTOIR_SMTP_FROM",
                "",
                server.isEmpty() ? ANY : NewReceiptEmail.ADDRESS,
                "the e-mail address that receipts come from is expected");
        return server.isEmpty() ? null : new MailSettings(server, sender);
    }

    URI address() {
        return URI.create(server);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "receipts from " + sender;
    }
}
