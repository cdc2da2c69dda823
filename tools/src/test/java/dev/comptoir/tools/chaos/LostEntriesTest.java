package dev.comptoir.tools.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.tools.chaos.LostEntries.Verdict;
import dev.comptoir.tools.chaos.Snapshot.Rows;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which differences after the restore of a store are right, and which are not. */
class LostEntriesTest {
    private static final String RULE = "Every store has its sales, refunds, Z reports and stock counts that are here";
    private static final String NAME =
            "sales S1-1-000003 to S1-1-000004.2 only at the head office (3): the store was restored";

    private static final Map<String, String> LOST =
            Map.of("S1-1-000003", "315", "S1-1-000004", "420", "S1-1-000004.2", "525");

    private static LostEntries lost() {
        return LostEntries.of(new Snapshot(Map.of(Rows.LOST_SALES, LOST)));
    }

    private static ReconciliationDifference difference(String rule, String found) {
        return new ReconciliationDifference(
                "http://127.0.0.1/headoffice", rule, "store S1 register 1", "sales in the books of the store", found);
    }

    @Test
    void lostSalesThatTheReconciliationNamesAreExplained() {
        Verdict verdict = lost().judge(List.of(difference(RULE, NAME)));
        assertThat(verdict.named()).containsExactly("store S1 register 1: " + NAME);
        assertThat(verdict.unexplained()).isEmpty();
    }

    @Test
    void aLostSaleThatIsNotNamedIsUnexplained() {
        assertThat(lost().judge(List.of()).unexplained())
                .containsExactly("not named by the reconciliation: store S1 register 1: " + NAME);
        String oneTooFew = NAME.replace("(3)", "(2)");
        assertThat(lost().judge(List.of(difference(RULE, oneTooFew))).unexplained())
                .hasSize(2);
    }

    @Test
    void anotherRuleExplainsNothing() {
        Verdict verdict = lost().judge(List.of(difference(RULE, NAME), difference("No stock is negative", NAME)));
        assertThat(verdict.unexplained()).hasSize(1).first().asString().contains("No stock is negative");
    }

    @Test
    void refundsAreNamedBesideSales() {
        Snapshot snapshot =
                new Snapshot(Map.of(Rows.LOST_SALES, LOST, Rows.LOST_REFUNDS, Map.of("S2-3-R000007", "105")));
        assertThat(LostEntries.of(snapshot).names())
                .containsExactly(
                        "store S1 register 1: " + NAME,
                        "store S2 register 3: refunds S2-3-R000007 to S2-3-R000007 only at the head office (1): the store"
                                + " was restored");
    }

    @Test
    void theStockAtTheHeadOfficeIsThatOfTheShelves() {
        assertThat(differingCopies("50")).isEmpty();
        assertThat(differingCopies("47")).containsExactly("shelf at the head office S1/7: expected 50, found 47");
    }

    private static List<String> differingCopies(String atHeadOffice) {
        return Audit.differingCopies(new Snapshot(
                Map.of(Rows.SHELVES, Map.of("S1/7", "50"), Rows.SHELVES_AT_HEAD_OFFICE, Map.of("S1/7", atHeadOffice))));
    }
}
