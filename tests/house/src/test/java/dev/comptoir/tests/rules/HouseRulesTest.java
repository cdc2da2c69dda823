package dev.comptoir.tests.rules;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The rules on compiled classes: which module may depend on which, and what classes and packages may be called. Each rule
 * is first shown code that breaks it, then all main code.
 */
class HouseRulesTest {

    static final List<String> MODULES =
            List.of("contract", "platform", "ui", "store", "headoffice", "logistics", "app", "tools");
    private static final String HOUSE = "dev.comptoir";

    private static final String BAD_HOUSE = "dev.comptoir.tests.rules.fixtures";

    private static final JavaClasses ALL = read();
    private static final JavaClasses BAD = ALL.that(
            describe("are bad on purpose", type -> type.getPackageName().startsWith(BAD_HOUSE)));
    private static final JavaClasses MAIN = ALL.that(describe("are main code", HouseRulesTest::isMain));

    /** The rules need no more of a library's class than its name, and reading less is much faster. */
    private static JavaClasses read() {
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        return new ClassFileImporter().importPackages(HOUSE);
    }

    private static boolean isMain(JavaClass type) {
        String place = type.getSource().orElseThrow().getUri().toString();
        return !place.contains("/test-classes/") && !place.contains("-tests.jar!");
    }

    @Test
    void theRulesSeeEveryModuleAndNoTest() {
        for (String module : MODULES) {
            String within = HOUSE + "." + module;
            assertThat(MAIN.stream().filter(type -> (type.getPackageName() + ".").startsWith(within + ".")))
                    .as("classes of %s", module)
                    .hasSizeGreaterThan(1);
        }
        assertThat(MAIN.contain(HouseRulesTest.class)).isFalse();
        assertThat(MAIN.contain("dev.comptoir.platform.testing.TestPostgres")).isFalse();
    }

    @Test
    void theContractDependsOnNoOtherModule() {
        refuses(ClassRules.standsAlone(BAD_HOUSE, "contract"), "contract.LeakyEvent");
        keeps(ClassRules.standsAlone(HOUSE, "contract"));
    }

    @Test
    void thePlatformDependsOnNoOtherModule() {
        refuses(ClassRules.standsAlone(BAD_HOUSE, "platform"), "platform.Envelope");
        keeps(ClassRules.standsAlone(HOUSE, "platform"));
    }

    @Test
    void thePlatformHasNoRetailWord() {
        refuses(ClassRules.hasNoRetailWord(BAD_HOUSE), "platform.SaleLedger");
        keeps(ClassRules.hasNoRetailWord(HOUSE));
    }

    @Test
    void theStoreDependsOnNoOtherServiceNorOnAppOrTools() {
        refuses(ClassRules.dependsOnNoOtherService(BAD_HOUSE, "store"), "store.checkout.Checkout");
        keeps(ClassRules.dependsOnNoOtherService(HOUSE, "store"));
    }

    @Test
    void theHeadOfficeDependsOnNoOtherServiceNorOnAppOrTools() {
        refuses(ClassRules.dependsOnNoOtherService(BAD_HOUSE, "headoffice"), "headoffice.Catalogue");
        keeps(ClassRules.dependsOnNoOtherService(HOUSE, "headoffice"));
    }

    @Test
    void logisticsDependsOnNoOtherServiceNorOnAppOrTools() {
        refuses(ClassRules.dependsOnNoOtherService(BAD_HOUSE, "logistics"), "logistics.Pallet");
        keeps(ClassRules.dependsOnNoOtherService(HOUSE, "logistics"));
    }

    @Test
    void packagesOfAModuleDependOnEachOtherOneWayOnly() {
        refuses(ClassRules.hasNoPackageCycle(BAD_HOUSE, "store"), "store.checkout", "store.refunds");
        for (String module : MODULES) {
            keeps(ClassRules.hasNoPackageCycle(HOUSE, module));
        }
        assertThat(findings(
                        ClassRules.hasNoPackageCycle(HOUSE, "tests"),
                        ALL.that(describe(
                                "are tests", type -> !type.getPackageName().startsWith(BAD_HOUSE)))))
                .as("the tests of this module")
                .isEmpty();
    }

    @Test
    void noUseCaseDependsOnAnHttpInterface() {
        refuses(ClassRules.hasNoUseCaseThatDependsOnAnApi(BAD_HOUSE), "store.ledger.Ledger");
        keeps(ClassRules.hasNoUseCaseThatDependsOnAnApi(HOUSE));
    }

    @Test
    void noClassHasAMeaninglessSuffix() {
        refuses(
                ClassRules.hasNoEmptyClassName(),
                "StockManager",
                "StockImpl",
                "StockDto",
                "StockHelper",
                "StockUtil ",
                "StockUtils ");
        keeps(ClassRules.hasNoEmptyClassName());
    }

    @Test
    void noPackageIsNamedAfterALayer() {
        refuses(ClassRules.hasNoPackageOfALayer(), "store.services.Anything");
        keeps(ClassRules.hasNoPackageOfALayer());
    }

    @Test
    void everyPackageIsNullMarked() {
        refuses(ClassRules.isNullMarked(), "store.services.Anything");
        assertThat(findings(ClassRules.isNullMarked(), BAD)).noneMatch(finding -> finding.contains("LeakyEvent"));
        keeps(ClassRules.isNullMarked());
    }

    @Test
    void timesAreThoseOfJavaTime() {
        refuses(ClassRules.usesNoOldDate(), "java.util.Date", "java.text.SimpleDateFormat");
        keeps(ClassRules.usesNoOldDate());
    }

    @Test
    void onlyThePauseOfARelayAndTheIdsOfRequestsAreRandom() {
        refuses(ClassRules.leavesNothingToChance(), "store.times.Dice");
        keeps(ClassRules.leavesNothingToChance());
    }

    private static void refuses(ArchRule rule, String... expected) {
        List<String> findings = findings(rule, BAD);
        for (String one : expected) {
            assertThat(findings).as(rule.getDescription()).anyMatch(finding -> (finding + " ").contains(one));
        }
    }

    private static void keeps(ArchRule rule) {
        assertThat(findings(rule, MAIN)).as(rule.getDescription()).isEmpty();
    }

    private static List<String> findings(ArchRule rule, JavaClasses classes) {
        return rule.evaluate(classes).getFailureReport().getDetails();
    }
}
