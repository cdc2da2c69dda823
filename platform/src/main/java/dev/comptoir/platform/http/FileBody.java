package dev.comptoir.platform.http;

/** A response body that is no JSON: its bytes are a file. */
public sealed interface FileBody permits Csv, Pdf {
    String contentType();

    byte[] bytes();
}
