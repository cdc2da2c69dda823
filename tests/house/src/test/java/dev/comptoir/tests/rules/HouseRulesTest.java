package dev.comptoir.tests.rules;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The rules that keep the house tidy and that no compiler knows: who may know whom, what things may be called, how long
 * a method may be. A rule that can no longer fail protects nothing, so each one is first shown code that breaks it and
 * then all main code.
 */
class HouseRulesTest {

    private static final List<String> MODULES =
            List.of("contract", "platform", "store", "headoffice", "logistics", "ui", "app");
    private static final String HOUSE = "dev.comptoir";

    /** Built after this module, on top of it: here its sources are read, and not its classes. */
    private static final String CLUSTER = HOUSE + ".tools";

    private static final String BAD_HOUSE = "dev.comptoir.tests.rules.fixtures";

    private static final JavaClasses ALL = read();
    private static final JavaClasses BAD = ALL.that(
            describe("are bad on purpose", type -> type.getPackageName().startsWith(BAD_HOUSE)));
    private static final JavaClasses MAIN = ALL.that(describe("are main code", HouseRulesTest::isMain));
    private static final List<JavaSource> SOURCES = JavaSource.mainCodeUnder(Path.of("../.."));

    /** No rule asks what a library's class is made of: it is enough to know its name, and much faster. */
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
                    .hasSizeGreaterThan(5);
            assertThat(SOURCES.stream().filter(source -> (source.packageName() + ".").startsWith(within + ".")))
                    .as("sources of %s", module)
                    .hasSizeGreaterThan(5);
        }
        assertThat(SOURCES.stream().filter(source -> source.packageName().startsWith(CLUSTER)))
                .hasSizeGreaterThan(5);
        assertThat(MAIN.contain(HouseRulesTest.class)).isFalse();
        assertThat(MAIN.contain("dev.comptoir.platform.testing.TestPostgres")).isFalse();
    }

    @Test
    void theContractKnowsNoOtherModule() {
        refuses(ClassRules.standsAlone(BAD_HOUSE, "contract"), "contract.LeakyEvent");
        keeps(ClassRules.standsAlone(HOUSE, "contract"));
    }

    @Test
    void thePlatformKnowsNoOtherModule() {
        refuses(ClassRules.standsAlone(BAD_HOUSE, "platform"), "platform.Envelope");
        keeps(ClassRules.standsAlone(HOUSE, "platform"));
    }

    @Test
    void thePlatformSpeaksNoRetail() {
        refuses(ClassRules.speaksNoRetail(BAD_HOUSE), "platform.SaleLedger");
        keeps(ClassRules.speaksNoRetail(HOUSE));
    }

    @Test
    void theStoreKnowsNeitherHeadOfficeNorLogisticsNorApp() {
        refuses(ClassRules.knowsNoOtherService(BAD_HOUSE, "store"), "store.checkout.Checkout");
        keeps(ClassRules.knowsNoOtherService(HOUSE, "store"));
    }

    @Test
    void theHeadOfficeKnowsNeitherStoreNorLogisticsNorApp() {
        refuses(ClassRules.knowsNoOtherService(BAD_HOUSE, "headoffice"), "headoffice.Catalogue");
        keeps(ClassRules.knowsNoOtherService(HOUSE, "headoffice"));
    }

    @Test
    void logisticsKnowsNeitherStoreNorHeadOfficeNorApp() {
        refuses(ClassRules.knowsNoOtherService(BAD_HOUSE, "logistics"), "logistics.Pallet");
        keeps(ClassRules.knowsNoOtherService(HOUSE, "logistics"));
    }

    @Test
    void packagesOfAModuleDependOnEachOtherOneWayOnly() {
        refuses(ClassRules.hasNoPackageCycle(BAD_HOUSE, "store"), "store.checkout", "store.refunds");
        for (String module : MODULES) {
            keeps(ClassRules.hasNoPackageCycle(HOUSE, module));
        }
    }

    @Test
    void noClassHasANameThatSaysNothing() {
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
    void timeIsToldByJavaTime() {
        refuses(ClassRules.usesNoOldDate(), "java.util.Date", "java.text.SimpleDateFormat");
        keeps(ClassRules.usesNoOldDate());
    }

    @Test
    void onlyThePauseOfARelayIsLeftToChance() {
        refuses(ClassRules.leavesNothingToChance(), "store.times.Dice");
        keeps(ClassRules.leavesNothingToChance());
    }

    @Test
    void noMethodIsLong() {
        String tooLong = "pay();\n".repeat(SourceRule.LONGEST_BODY + 1);
        String longest = "pay();\n".repeat(SourceRule.LONGEST_BODY);
        refuses(SourceRule.SHORT_METHODS, "class Till {\nvoid close() {\n" + tooLong + "}\n}", "2 close has 46 lines");
        refuses(SourceRule.SHORT_METHODS, "class Till {\nTill() {\n" + tooLong + "}\n}", "2 <init> has 46 lines");
        refuses(SourceRule.SHORT_METHODS, "class Till {\nstatic {\n" + tooLong + "}\n}", "2 initializer has 46 lines");
        refuses(
                SourceRule.SHORT_METHODS,
                "class Till {\nRunnable bell = new Runnable() {\npublic void run() {\n" + tooLong + "}\n};\n}",
                "3 run has 46 lines");
        allows(SourceRule.SHORT_METHODS, "class Till {\nvoid close() {\n" + longest + "}\n}");
        keeps(SourceRule.SHORT_METHODS);
    }

    @Test
    void aTableIsNoLongMethodButASwitchThatWorksIs() {
        String entries = "case 7 -> \"seven\";\n".repeat(SourceRule.LONGEST_BODY);
        String work = "case 7 -> { pay(); yield \"seven\"; }\n".repeat(SourceRule.LONGEST_BODY);
        String around = "class Words {\nString word(int number) {\nreturn switch (number) {\n%s};\n}\n}";
        allows(SourceRule.SHORT_METHODS, around.formatted(entries));
        refuses(SourceRule.SHORT_METHODS, around.formatted(work), "2 word has 47 lines");
    }

    @Test
    void nothingIsLeftToDo() {
        refuses(SourceRule.NOTHING_LEFT_TO_DO, """
                // TODO count the till
                class Till {
                    /* FIXME: and close it */
                }
                """, "1 is left to do", "3 is left to do");
        allows(SourceRule.NOTHING_LEFT_TO_DO, "class Till { String shop = \"MASTODON\"; }");
        keeps(SourceRule.NOTHING_LEFT_TO_DO);
    }

    @Test
    void onlyCommandsWriteToTheConsole() {
        String printing = """
                package dev.comptoir.%s;
                class Till {
                    void close() {
                        System.out.println("closed");
                        java.lang.System.err.println("closed");
                    }
                }
                """;
        refuses(SourceRule.NO_CONSOLE, printing.formatted("store"), "4 System.out", "5 java.lang.System.err");
        refuses(SourceRule.NO_CONSOLE, """
                package dev.comptoir.store;
                import static java.lang.System.out;
                class Till {}
                """, "2 java.lang.System.out");
        allows(SourceRule.NO_CONSOLE, printing.formatted("app"));
        keeps(SourceRule.NO_CONSOLE);
    }

    @Test
    void noFailureIsSwallowedWithoutAReason() {
        String closing = """
                class Till {
                    void close() {
                        try {
                            count();
                        } catch (RuntimeException e) {
                            %s
                        }
                    }
                }
                """;
        refuses(SourceRule.NO_EMPTY_CATCH, closing.formatted(""), "5 empty catch");
        allows(SourceRule.NO_EMPTY_CATCH, closing.formatted("// counted by hand"));
        allows(SourceRule.NO_EMPTY_CATCH, closing.formatted("throw e;"));
        keeps(SourceRule.NO_EMPTY_CATCH);
    }

    @Test
    void theDomainComputesExactly() {
        String rounding = """
                package dev.comptoir.%s;
                class Till {
                    double balance;
                    float half(float amount) {
                        return amount;
                    }
                    Object rate() {
                        var rate = 0.15;
                        Double boxed = rate;
                        return List.<Float>of();
                    }
                }
                """;
        String[] findings = {"3 double", "4 float", "4 float", "8 0.15", "9 Double", "10 Float"};
        for (String module : List.of("contract", "store.checkout", "headoffice", "logistics")) {
            refuses(SourceRule.NO_FLOATING_POINT, rounding.formatted(module), findings);
        }
        allows(SourceRule.NO_FLOATING_POINT, rounding.formatted("platform"));
        keeps(SourceRule.NO_FLOATING_POINT);
    }

    @Test
    void noWarningIsSilencedWithoutAReason() {
        String silenced = """
                class Till {
                    %s
                    @SuppressWarnings("unchecked")
                    void close() {}
                }
                """;
        refuses(SourceRule.SILENCED_WITH_A_REASON, silenced.formatted(""), "3 silenced without a reason");
        allows(SourceRule.SILENCED_WITH_A_REASON, silenced.formatted("// the drawer takes anything"));
        keeps(SourceRule.SILENCED_WITH_A_REASON);
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

    private static void refuses(SourceRule rule, String text, String... expected) {
        assertThat(rule.findings(List.of(JavaSource.of("Bad.java", text))))
                .containsExactly(List.of(expected).stream()
                        .map(finding -> "Bad.java:" + finding)
                        .toArray(String[]::new));
    }

    private static void allows(SourceRule rule, String text) {
        refuses(rule, text);
    }

    private static void keeps(SourceRule rule) {
        assertThat(rule.findings(SOURCES)).as(rule.name()).isEmpty();
    }
}
