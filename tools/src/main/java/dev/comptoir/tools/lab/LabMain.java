package dev.comptoir.tools.lab;

import dev.comptoir.tools.cluster.UserError;
import dev.comptoir.tools.lab.experiment.Bench;
import dev.comptoir.tools.lab.experiment.Experiment;
import dev.comptoir.tools.lab.experiment.Pace;
import dev.comptoir.tools.lab.report.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the experiments that are asked for and writes the report of all data that is there, as the Makefile calls it. */
@Command(name = "lab", description = "Experiments on clusters of its own, and their report.")
public final class LabMain implements Callable<Integer> {
    private static final int CURABLE = 2;
    private static final int TOO_LATE = 3;

    @Option(names = "--experiment", defaultValue = "all")
    private String experiment = "all";

    @Option(names = "--pace", defaultValue = "full", description = "full, quick, or none: only the report")
    private String pace = "full";

    @Option(names = "--results", defaultValue = "target/lab")
    private Path results = Path.of("target/lab");

    @Option(names = "--work", defaultValue = "data/lab", description = "where clusters live while they run")
    private Path work = Path.of("data/lab");

    @Option(names = "--project", defaultValue = ".", description = "where the services were built")
    private Path project = Path.of(".");

    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new LabMain());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            System.out.println("  " + failure.getMessage());
            return failure instanceof UserError ? CURABLE : 1;
        });
        System.exit(line.execute(arguments));
    }

    @Override
    public Integer call() {
        boolean complete = switch (pace) {
            case "full" -> experiments(Pace.FULL, Duration.ofMinutes(90));
            case "quick" -> experiments(Pace.QUICK, Duration.ofMinutes(10));
            case "none" -> true;
            default -> throw new UserError("the pace is full, quick or none, not " + pace);
        };
        Report.write(results);
        System.out.println("  See " + results.resolve("report.html"));
        return complete ? 0 : 1;
    }

    /** Whatever ends this program, Ctrl-C among it, ends the clusters, too. */
    private boolean experiments(Pace chosen, Duration limit) {
        List<Experiment> asked = Experiment.named(experiment);
        try (FileChannel file = lockFile();
                FileLock lock = file.tryLock();
                Bench bench = new Bench(work, project, results.resolve("data"), chosen)) {
            if (lock == null) {
                throw new UserError("another lab is at work in " + work + ": wait until it ends");
            }
            Thread worker = Thread.currentThread();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> bench.abandon(worker)));
            Thread.ofVirtual().start(() -> endAfter(limit));
            boolean complete = true;
            for (Experiment one : asked) {
                complete &= isDone(bench, one);
            }
            return complete;
        } catch (IOException failure) {
            throw new UncheckedIOException(work + " cannot be used", failure);
        }
    }

    /** What stops one experiment leaves the others their turn. */
    private static boolean isDone(Bench bench, Experiment one) {
        try {
            bench.run(one);
            return true;
        } catch (IllegalStateException | UncheckedIOException failure) {
            System.out.println("  " + one.word() + " came to no end: " + failure.getMessage());
            return false;
        }
    }

    private FileChannel lockFile() throws IOException {
        Files.createDirectories(work);
        return FileChannel.open(work.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static void endAfter(Duration limit) {
        try {
            Thread.sleep(limit);
            System.out.println("  The experiments take longer than " + limit.toMinutes()
                    + " minutes: ended. What was measured is kept.");
            System.exit(TOO_LATE);
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }
}
