package dev.comptoir.app;

import dev.comptoir.platform.http.PortTaken;
import dev.comptoir.platform.settings.Environment;
import dev.comptoir.platform.settings.InvalidSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Starts everything with demo data, shows where it is, and ends it with Ctrl-C. {@code --reset} empties the data. */
public final class AppMain {
    /** The exit status for what the user can cure: a wrong setting, a taken port, another run. */
    private static final int CURABLE = 2;

    private final Board board;
    private final Path folder;

    private AppMain(Board board, Path folder) {
        this.board = board;
        this.folder = folder;
    }

    public static void main(String[] arguments) throws InterruptedException {
        Path folder = Path.of("data");
        System.setProperty("comptoir.log", folder.resolve("comptoir.log").toString());
        System.setProperty("logback.configurationFile", "dev/comptoir/app/logback.xml");
        new AppMain(new Board(System.out), folder).run(List.of(arguments));
    }

    private void run(List<String> arguments) throws InterruptedException {
        switch (String.join(" ", arguments)) {
            case "" -> start();
            case "--reset" -> orExplain(this::reset);
            default -> {
                board.usage();
                System.exit(CURABLE);
            }
        }
    }

    private void reset() {
        try (DataFolder held = DataFolder.hold(folder)) {
            PostgresServer.endServerOfKilledRun(held);
            held.empty();
        }
        board.emptied(folder);
    }

    private void start() throws InterruptedException {
        DemoChain demo = new DemoChain();
        Runtime.getRuntime().addShutdownHook(new Thread(demo::close, "shutdown"));
        try {
            orExplain(() -> {
                Ports ports = Ports.from(new Environment(System.getenv()));
                demo.start(folder, ports);
                board.ready(demo, sinceStart());
            });
        } catch (DemoChain.Ending ending) {
            // told to end before all was up: the shutdown hook closes what is there
        }
        Thread.currentThread().join();
    }

    private void orExplain(Runnable work) {
        try {
            work.run();
        } catch (InvalidSettings | PortTaken | Ports.Taken | DataFolder.Held curable) {
            board.refused(curable);
            System.exit(CURABLE);
        } catch (DemoChain.Ending ending) {
            throw ending;
        } catch (RuntimeException failure) {
            LoggerFactory.getLogger(AppMain.class).error("the demo failed", failure);
            board.failed(failure, folder);
            System.exit(1);
        }
    }

    private static Duration sinceStart() {
        Instant now = Instant.now();
        return Duration.between(ProcessHandle.current().info().startInstant().orElse(now), now);
    }
}
