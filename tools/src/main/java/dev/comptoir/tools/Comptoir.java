package dev.comptoir.tools;

import dev.comptoir.tools.chaos.ChaosCommand;
import dev.comptoir.tools.chaos.DrillCommand;
import dev.comptoir.tools.chaos.RestoreDrillCommand;
import dev.comptoir.tools.cluster.ClusterCommand;
import dev.comptoir.tools.cluster.UserError;
import dev.comptoir.tools.lab.LabCommand;
import dev.comptoir.tools.load.LoadCommand;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root of all commands, started by {@code bin/comptoir}. */
@Command(
        name = "comptoir",
        description = "Test cluster, faults, load, experiments and benchmarks.",
        subcommands = {
            ClusterCommand.class,
            ChaosCommand.class,
            DrillCommand.class,
            RestoreDrillCommand.class,
            LabCommand.class,
            LoadCommand.class,
            BenchCommand.class
        })
public final class Comptoir {
    private static final int USER_ERROR = 2;

    private static final OptionSpec HELP = OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .scopeType(ScopeType.INHERIT)
            .description("Explains the command.")
            .build();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static void main(String[] arguments) {
        System.setProperty("logback.configurationFile", "dev/comptoir/tools/logback.xml");
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Comptoir());
        line.getCommandSpec().addOption(HELP);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            System.err.println(failure.getMessage());
            return failure instanceof UserError ? USER_ERROR : 1;
        });
        return line;
    }

    @Command(description = "Prints a completion script: source <(bin/comptoir completion)")
    void completion() {
        System.out.print(AutoComplete.bash("comptoir", spec.commandLine()));
    }
}
