package dev.comptoir.tools.cluster;

/** An error that the user can correct; the message says how. */
public final class UserError extends RuntimeException {
    public UserError(String message) {
        super(message);
    }
}
