package dev.comptoir.tools.lab;

import dev.comptoir.tools.cluster.UserError;
import dev.comptoir.tools.lab.experiment.Experiment;
import dev.comptoir.tools.lab.experiment.LabRun;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs experiments, then writes the report of all data in the folder of results. */
@Command(
        name = "lab",
        description = "Runs experiments on test clusters and writes their report.",
        showDefaultValues = true)
public final class LabCommand implements Callable<Integer> {
    private static final int TIME_LIMIT = 3;

    /** How much is measured; the constants are the words of the command line. */
    enum Run {
        full,
        quick,
        report
    }

    @Parameters(
            arity = "0..1",
            paramLabel = "RUN",
            description = "full: all experiments, at most 90 minutes. quick: short versions on one cluster, at most 10"
                    + " minutes. report: no experiment, only the report of existing data.")
    private Run run = Run.full;

    @Option(
            names = "--experiment",
            paramLabel = "NAMES",
            description = "all, or some of ramp,scaling,strategies,caches,loss,endurance.")
    private String experiment = "all";

    @Option(names = "--results", paramLabel = "FOLDER", description = "Of the data and the report.")
    private Path results = Path.of("target/lab");

    @Option(names = "--work", paramLabel = "FOLDER", description = "Of the test clusters.")
    private Path work = Path.of("data/lab");

    @Option(names = "--project", paramLabel = "FOLDER", description = "Of the built services.")
    private Path project = Path.of(".");

    @Override
    public Integer call() {
        boolean complete = switch (run) {
            case full -> experiments(Pace.FULL, Duration.ofMinutes(90));
            case quick -> experiments(Pace.QUICK, Duration.ofMinutes(10));
            case report -> true;
        };
        Report.write(results);
        System.out.println("  See " + results.resolve("report.html"));
        return complete ? 0 : 1;
    }

    /** The end of this program, by Ctrl-C too, ends the clusters. */
    private boolean experiments(Pace speed, Duration limit) {
        Report.checkFonts();
        List<Experiment> chosen = Experiment.named(experiment);
        try (FileChannel file = lockFile();
                FileLock lock = file.tryLock();
                LabRun lab = new LabRun(work, project, results.resolve("data"), speed)) {
            if (lock == null) {
                throw new UserError("another lab is running in " + work + ": wait until it ends");
            }
            Thread worker = Thread.currentThread();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> lab.abandon(worker)));
            Thread.ofVirtual().start(() -> endAfter(limit));
            boolean complete = true;
            for (Experiment one : chosen) {
                complete &= isComplete(lab, one);
            }
            return complete;
        } catch (IOException failure) {
            throw new UncheckedIOException(work + " cannot be used", failure);
        }
    }

    /** A failed experiment does not stop the others. */
    private static boolean isComplete(LabRun lab, Experiment one) {
        try {
            lab.run(one);
            return true;
        } catch (IllegalStateException | UncheckedIOException failure) {
            System.out.println("  " + one.word() + " failed: " + failure.getMessage());
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
            System.out.println(
                    "  Stopped at the time limit of " + limit.toMinutes() + " minutes. Complete experiments are kept.");
            System.exit(TIME_LIMIT);
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }
}
