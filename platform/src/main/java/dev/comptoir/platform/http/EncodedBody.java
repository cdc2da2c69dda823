package dev.comptoir.platform.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** The encoded bytes of a body, compressed at the first request that accepts it. */
final class EncodedBody {
    /** A smaller body fits into one packet uncompressed. */
    private static final int COMPRESSED_FROM_BYTES = 1_400;

    private final String contentType;
    private final byte[] bytes;
    private final String digest;
    private volatile byte @Nullable [] compressed;

    EncodedBody(String contentType, byte[] bytes) {
        this.contentType = contentType;
        this.bytes = bytes;
        this.digest = Asset.digest(bytes);
    }

    String contentType() {
        return contentType;
    }

    /** An upper bound for the bytes of both forms. */
    int weight() {
        return 2 * bytes.length;
    }

    /** Whether to compress the body for a client with this {@code Accept-Encoding}. */
    boolean isCompressedFor(@Nullable String acceptEncoding) {
        return bytes.length >= COMPRESSED_FROM_BYTES
                && acceptEncoding != null
                && Arrays.stream(acceptEncoding.split(","))
                        .map(String::strip)
                        .anyMatch(coding -> coding.equals("gzip")
                                || (coding.startsWith("gzip;") && !coding.matches("gzip;\\s*q=0(\\.0*)?")));
    }

    /** The header {@code ETag}: strong, so each form has its own (RFC 9110, section 8.8.3.3). */
    String tag(boolean isCompressed) {
        return isCompressed ? '"' + digest + "-gzip\"" : '"' + digest + '"';
    }

    /** Whether {@code If-None-Match} contains a tag of this body (RFC 9110, section 13.1.2). */
    boolean matches(@Nullable String ifNoneMatch) {
        return ifNoneMatch != null
                && Arrays.stream(ifNoneMatch.split(","))
                        .map(tag -> tag.strip().replaceFirst("^W/", ""))
                        .anyMatch(tag -> tag.equals("*") || tag.equals(tag(false)) || tag.equals(tag(true)));
    }

    byte[] bytes(boolean isCompressed) {
        if (!isCompressed) {
            return bytes;
        }
        byte[] known = compressed;
        if (known == null) {
            known = gzip(bytes);
            compressed = known;
        }
        return known;
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(target)) {
            gzip.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return target.toByteArray();
    }
}
