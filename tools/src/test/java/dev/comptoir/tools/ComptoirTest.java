package dev.comptoir.tools;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import picocli.AutoComplete;
import picocli.CommandLine;

/** The command line as a whole. */
class ComptoirTest {
    private final CommandLine comptoir = Comptoir.commandLine();

    @Test
    void everyCommandAndOptionIsExplained() {
        assertExplained(comptoir);
    }

    private static void assertExplained(CommandLine command) {
        String name = command.getCommandSpec().qualifiedName();
        assertThat(command.getCommandSpec().usageMessage().description())
                .as(name)
                .isNotEmpty();
        assertThat(command.getCommandSpec().args()).as(name).allMatch(argument -> argument.description().length > 0);
        command.getSubcommands().values().forEach(ComptoirTest::assertExplained);
    }

    @Test
    void theCompletionScriptContainsCommandsAndOptions() {
        assertThat(AutoComplete.bash("comptoir", comptoir))
                .contains("cluster chaos drill")
                .contains("--strategy")
                .contains("leasttime");
    }
}
