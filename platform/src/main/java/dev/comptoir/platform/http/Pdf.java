package dev.comptoir.platform.http;

/** A response body for paper: {@code application/pdf}. */
public record Pdf(byte[] bytes) implements FileBody {
    @Override
    public String contentType() {
        return "application/pdf";
    }
}
