package dev.comptoir.tools.cluster;

/** Something that the user can cure, as the message says. */
public final class UserError extends RuntimeException {
    public UserError(String message) {
        super(message);
    }
}
