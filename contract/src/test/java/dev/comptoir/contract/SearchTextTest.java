package dev.comptoir.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Texts that differ in accents, case and spaces only are the same to a search. */
class SearchTextTest {
    @Test
    void accentsCaseAndSpacesDoNotMatter() {
        assertThat(SearchText.of(" ÉPICERIE  fine ")).isEqualTo("epicerie fine");
        assertThat(SearchText.of("Bœuf")).isEqualTo("boeuf");
        assertThat(SearchText.of("Crème\u00a0brûlée")).isEqualTo("creme brulee");
    }

    @Property
    void normalisingTwiceIsNormalisingOnce(@ForAll String text) {
        assertThat(SearchText.of(SearchText.of(text))).isEqualTo(SearchText.of(text));
    }

    @Property
    void howATextIsComposedDoesNotMatter(@ForAll String text) {
        String decomposed = Normalizer.normalize(text, Normalizer.Form.NFD);
        assertThat(SearchText.of(decomposed)).isEqualTo(SearchText.of(text));
    }

    @Property
    void plainLettersAreFoundInAnyCase(@ForAll @net.jqwik.api.constraints.AlphaChars String text) {
        assertThat(SearchText.of(text.toUpperCase(Locale.ROOT))).isEqualTo(SearchText.of(text));
    }

    @Test
    void theWildcardsOfSqlAreEscaped() {
        assertThat(SearchText.pattern("50%_\\")).isEqualTo("%50\\%\\_\\\\%");
    }

    @Test
    void theLongestWordComesFirstAndNoneIsLost() {
        assertThat(SearchText.patterns("jus de pomme")).containsExactly("%pomme%", "%jus%", "%de%");
        assertThat(SearchText.patterns("")).containsExactly("%%");
    }
}
