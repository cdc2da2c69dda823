package dev.comptoir.contract;

/** Checks of texts that people write. */
final class Text {
    private Text() {}

    /** @throws IllegalArgumentException when the text is blank or longer than the limit */
    static void require(String text, int limit, String what) {
        if (text.isBlank() || text.length() > limit) {
            throw new IllegalArgumentException(what + " has 1 to " + limit + " characters");
        }
    }
}
