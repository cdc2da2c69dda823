package dev.comptoir.platform.json;

/** Bytes are not JSON of the expected type. */
public final class InvalidJson extends RuntimeException {
    private final String explanation;

    InvalidJson(String explanation) {
        super(explanation);
        this.explanation = explanation;
    }

    /** The place in the document, and what is wrong there. */
    public String explanation() {
        return explanation;
    }
}
