package dev.comptoir.cluster;

/** Something that the user can cure, as the message says. */
public final class Curable extends RuntimeException {
    public Curable(String message) {
        super(message);
    }
}
