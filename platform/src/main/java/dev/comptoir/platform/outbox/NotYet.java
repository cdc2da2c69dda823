package dev.comptoir.platform.outbox;

/** An event cannot be applied until another one has arrived. The inbox keeps it, and tries again. */
public final class NotYet extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param missing what the event depends on: {@code product 17 is unknown} */
    public NotYet(String missing) {
        super(missing);
    }
}
