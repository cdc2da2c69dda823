package dev.comptoir.platform.json;

/** Bytes are not JSON that fits the type they were read as. */
public final class InvalidJson extends RuntimeException {
    private final String explanation;

    InvalidJson(String explanation) {
        super(explanation);
        this.explanation = explanation;
    }

    /** Names the place in the document, and what is wrong there. */
    public String explanation() {
        return explanation;
    }
}
