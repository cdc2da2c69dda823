package dev.comptoir.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Searches ignore accents, case and repeated spaces. */
class SearchTextTest {
    @Test
    void accentsCaseAndSpacesDoNotMatter() {
        assertThat(SearchText.of(" ÉPICERIE  fine ")).isEqualTo("epicerie fine");
        assertThat(SearchText.of("Bœuf")).isEqualTo("boeuf");
        assertThat(SearchText.of("Crème\u00a0brûlée")).isEqualTo("creme brulee");
    }

    @Property
    void normalisingIsIdempotent(@ForAll String text) {
        assertThat(SearchText.of(SearchText.of(text))).isEqualTo(SearchText.of(text));
    }

    @Property
    void unicodeCompositionDoesNotMatter(@ForAll String text) {
        String decomposed = Normalizer.normalize(text, Normalizer.Form.NFD);
        assertThat(SearchText.of(decomposed)).isEqualTo(SearchText.of(text));
    }

    @Property
    void lettersAreFoundInAnyCase(@ForAll @net.jqwik.api.constraints.AlphaChars String text) {
        assertThat(SearchText.of(text.toUpperCase(Locale.ROOT))).isEqualTo(SearchText.of(text));
    }

    @Test
    void aTextHasItsFirstEightWords() {
        assertThat(SearchText.words(" Jus de  POMME")).containsExactly("jus", "de", "pomme");
        assertThat(SearchText.words("a b c d e f g h i")).containsExactly("a", "b", "c", "d", "e", "f", "g", "h");
        assertThat(SearchText.words(" ")).isEmpty();
    }
}
