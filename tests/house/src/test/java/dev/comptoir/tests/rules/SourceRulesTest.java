package dev.comptoir.tests.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.puppycrawl.tools.checkstyle.api.CheckstyleException;
import dev.comptoir.tests.rules.SourceRules.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules on the text of main code, tools included. Each rule is first shown code that breaks it, and code that does not. */
class SourceRulesTest {
    private static final int LONGEST_BODY = 25;

    private static List<Violation> found;

    @TempDir
    Path folder;

    @BeforeAll
    static void checkTheHouse() throws CheckstyleException {
        List<Path> sources = SourceRules.mainCodeUnder(Path.of("../.."));
        for (String module : HouseRulesTest.MODULES) {
            assertThat(sources.stream().filter(file -> file.startsWith(Path.of("../..", module))))
                    .as("sources of %s", module)
                    .isNotEmpty();
        }
        found = SourceRules.violations(sources);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ShortMethods",
                "SmallRecords",
                "NothingLeftToDo",
                "NoConsole",
                "NoEmptyCatch",
                "ExactNumbers",
                "SilencedWithAReason",
                "LimitByConstant",
                "NoDefaultOnSealedTypes"
            })
    void mainCodeKeepsTheRule(String rule) {
        assertThat(found.stream().filter(violation -> violation.rule().equals(rule)))
                .isEmpty();
    }

    @Test
    void everyViolationBelongsToANamedRule() {
        assertThat(found).isEmpty();
    }

    @Test
    void noMethodIsLong() throws Exception {
        String tooLong = "pay();\n".repeat(LONGEST_BODY + 1);
        String longest = "pay();\n".repeat(LONGEST_BODY);
        refuses("ShortMethods", "class Till {\nvoid close() {\n" + tooLong + "}\n}", 2);
        refuses("ShortMethods", "class Till {\nTill() {\n" + tooLong + "}\n}", 2);
        refuses(
                "ShortMethods",
                "class Till {\nRunnable bell = new Runnable() {\npublic void run() {\n" + tooLong + "}\n};\n}",
                3);
        allows("class Till {\nvoid close() {\n" + longest + "}\n}");
    }

    @Test
    void aTableIsNoLongMethodButASwitchThatWorksIs() throws Exception {
        String entries = "case 7 -> \"seven\";\n".repeat(LONGEST_BODY);
        String work = "case 7 -> { pay(); yield \"seven\"; }\n".repeat(LONGEST_BODY);
        String around = "class Words {\nString word(int number) {\nreturn switch (number) {\n%s};\n}\n}";
        allows(around.formatted(entries));
        refuses("ShortMethods", around.formatted(work), 2);
    }

    @Test
    void aRecordHasAtMostEightComponents() throws Exception {
        refuses("SmallRecords", "record R(int a, int b, int c, int d, int e, int f, int g, int h, int i) {}", 1);
        allows("record R(int a, int b, int c, int d, int e, int f, int g, int h) {}");
    }

    @Test
    void nothingIsLeftToDo() throws Exception {
        refuses("NothingLeftToDo", "// TODO count the till\nclass Till {\n/* FIXME: and close it */\n}", 1, 3);
        allows("class Till { String shop = \"MASTODON\"; }");
    }

    @Test
    void onlyCommandsWriteToTheConsole() throws Exception {
        String printing = "class Till {\nvoid close() {\nSystem.out.println(\"closed\");\n"
                + "java.lang.System.err.println(\"closed\");\n}\n}";
        refuses("NoConsole", printing, 3, 4);
        assertThat(violations("app", printing)).isEmpty();
    }

    @Test
    void noFailureIsSwallowedWithoutAReason() throws Exception {
        String closing = "class Till {\nvoid close() {\ntry {\ncount();\n} catch (RuntimeException e) {\n%s\n}\n}\n}";
        refuses("NoEmptyCatch", closing.formatted(""), 5);
        allows(closing.formatted("// counted by hand"));
        allows(closing.formatted("throw e;"));
    }

    @Test
    void theDomainComputesExactly() throws Exception {
        String rounding = "class Till {\ndouble balance;\nfloat half;\nvoid rate() {\nvar rate = 0.15;\n"
                + "Double boxed = rate;\nList.<Float>of();\n}\n}";
        refuses("ExactNumbers", rounding, 2, 3, 5, 6, 7);
        assertThat(violations("platform", rounding)).isEmpty();
    }

    @Test
    void noWarningIsSilencedWithoutAReason() throws Exception {
        String silenced = "class Till {\n%s\n@SuppressWarnings(\"unchecked\")\nvoid close() {}\n}";
        refuses("SilencedWithAReason", silenced.formatted("int cents;"), 2);
        allows(silenced.formatted("// the drawer takes anything"));
    }

    @Test
    void aLimitIsANamedConstant() throws Exception {
        refuses("LimitByConstant", "class Tills {\nString all = \"SELECT code FROM till LIMIT 200\";\n}", 2);
        allows("class Tills {\nString all = \"SELECT code FROM till LIMIT :limit\";\n}");
        allows("class Tills {\nString one = \"SELECT code FROM till LIMIT 1\";\n}");
    }

    @Test
    void aSwitchOverTypesHasNoDefault() throws Exception {
        String deciding = "class Till {\nint code(Object o) {\nreturn switch (o) {\ncase Sold s -> 1;\n%s\n};\n}\n}";
        refuses("NoDefaultOnSealedTypes", deciding.formatted("default -> 2;"), 5);
        refuses("NoDefaultOnSealedTypes", deciding.formatted("case Refused(var why) -> 3;\ndefault -> 2;"), 6);
        allows(deciding.formatted("case Refused(var why) -> 2;"));
        allows("class Till {\nint code(int o) {\nreturn switch (o) {\ncase 1 -> 1;\ndefault -> 2;\n};\n}\n}");
    }

    @Test
    void aRuleIsSwitchedOffForOneLineWithAReasonOnly() throws Exception {
        String table = "class Tills {\n%s\nString all = \"SELECT code FROM till LIMIT 200\";\n}";
        allows(table.formatted("// rule off: LimitByConstant, tills of one store"));
        refuses("LimitByConstant", table.formatted("// rule off: LimitByConstant"), 3);
    }

    private void refuses(String rule, String text, Integer... lines) throws Exception {
        assertThat(violations("store", text)).extracting(Violation::rule).containsOnly(rule);
        assertThat(violations("store", text)).extracting(Violation::line).containsExactly(lines);
    }

    private void allows(String text) throws Exception {
        assertThat(violations("store", text)).isEmpty();
    }

    private List<Violation> violations(String module, String text) throws IOException, CheckstyleException {
        Path file = Files.createDirectories(folder.resolve(module + "/src/main/java"))
                .resolve("Till.java");
        Files.writeString(file, text);
        return SourceRules.violations(Stream.of(file).toList());
    }
}
