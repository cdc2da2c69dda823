package dev.comptoir.headoffice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.testing.RefusalWords;
import org.junit.jupiter.api.Test;

class RefusalsTest {

    @Test
    void theClassOfARefusalAndTheTypeOfItsProblemAreOneWord() {
        assertThat(RefusalWords.findings(HeadOfficeService.class)).isEmpty();
    }
}
