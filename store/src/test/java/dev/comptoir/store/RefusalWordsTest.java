package dev.comptoir.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.testing.RefusalWords;
import org.junit.jupiter.api.Test;

/** A refusal has one word: the name of its class, the type of its problem and its label in metrics. */
class RefusalWordsTest {
    @Test
    void everyRefusalOfTheStoreIsNamedLikeItsProblem() {
        assertThat(RefusalWords.findings(StoreService.class)).isEmpty();
    }
}
