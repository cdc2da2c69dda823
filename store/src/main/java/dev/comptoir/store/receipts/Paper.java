package dev.comptoir.store.receipts;

import dev.comptoir.platform.http.Parameter;
import java.util.stream.Stream;

/** The paper of a PDF. */
enum Paper {
    /** As long as the receipt. */
    ROLL("80mm", "@page { size: 80mm 5000mm; margin: 4mm; } body { font-size: 9pt; }"),

    A4("a4", "@page { size: A4; margin: 20mm; } body { font-size: 11pt; }");

    static final Parameter<String> PARAMETER =
            Parameter.queryWord("format", "The paper", ROLL.word, A4.word).orElse(ROLL.word);

    private final String word;
    private final String style;

    Paper(String word, String style) {
        this.word = word;
        this.style = style;
    }

    static Paper of(String word) {
        return Stream.of(values())
                .filter(paper -> paper.word.equals(word))
                .findFirst()
                .orElseThrow();
    }

    String style() {
        return style;
    }
}
