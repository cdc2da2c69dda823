package dev.comptoir.platform.http;

import io.javalin.http.Context;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * A file for browsers, in memory.
 *
 * @param caching the header {@code Cache-Control}
 * @param tag the header {@code ETag}
 * @param policy the header {@code Content-Security-Policy}
 */
public record Asset(String type, byte[] bytes, String caching, String tag, String policy) {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml",
            "webmanifest", "application/manifest+json");

    /** A file whose URL stays when its content changes: browsers revalidate it. */
    public static Asset changing(String name, byte[] bytes, String policy) {
        return new Asset(typeOf(name), bytes, "no-cache", '"' + digest(bytes) + '"', policy);
    }

    /** A file whose URL changes with its content: browsers cache it for good. */
    public static Asset lasting(String name, byte[] bytes, String policy) {
        return new Asset(typeOf(name), bytes, "public, max-age=31536000, immutable", '"' + digest(bytes) + '"', policy);
    }

    /** The media type for the extension of the name. */
    private static String typeOf(String name) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null) {
            throw new IllegalStateException("the media type of " + name + " is unknown");
        }
        return type;
    }

    /** A short hash of a content. */
    public static String digest(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java platform lacks SHA-256", impossible);
        }
    }

    void serve(Context context) {
        context.header("Content-Security-Policy", policy);
        context.header("X-Content-Type-Options", "nosniff");
        context.header("Referrer-Policy", "same-origin");
        context.header("Cache-Control", caching);
        context.header("ETag", tag);
        if (tag.equals(context.header("If-None-Match"))) {
            context.status(304);
            return;
        }
        context.contentType(type);
        context.result(bytes);
    }
}
