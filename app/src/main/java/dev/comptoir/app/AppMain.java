package dev.comptoir.app;

import dev.comptoir.platform.http.PortTaken;
import dev.comptoir.platform.settings.Environment;
import dev.comptoir.platform.settings.InvalidSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Starts all services with demo data and prints their addresses; Ctrl-C ends them. {@code --reset} deletes the data. */
public final class AppMain {
    /** The exit status of an error that the user can correct: a wrong setting, a port in use, another run. */
    private static final int USER_ERROR = 2;

    private final Console console;
    private final Path folder;

    private AppMain(Console console, Path folder) {
        this.console = console;
        this.folder = folder;
    }

    public static void main(String[] arguments) throws InterruptedException {
        Path folder = Path.of(DataFolder.NAME);
        System.setProperty("comptoir.log", folder.resolve("comptoir.log").toString());
        System.setProperty("logback.configurationFile", "dev/comptoir/app/logback.xml");
        new AppMain(new Console(System.out), folder).run(List.of(arguments));
    }

    private void run(List<String> arguments) throws InterruptedException {
        switch (String.join(" ", arguments)) {
            case "" -> start();
            case "--reset" -> orExit(this::reset);
            default -> {
                console.usage();
                System.exit(USER_ERROR);
            }
        }
    }

    private void reset() {
        try (DataFolder data = DataFolder.lock(folder)) {
            PostgresServer.endLeftBehind(folder);
            data.empty();
        }
        console.emptied(folder);
    }

    private void start() throws InterruptedException {
        Demo demo = new Demo();
        Runtime.getRuntime().addShutdownHook(new Thread(demo::close, "shutdown"));
        console.starting();
        try {
            orExit(() -> {
                Ports ports = Ports.from(new Environment(System.getenv()));
                demo.start(folder, ports);
                console.ready(demo, sinceStart());
            });
        } catch (Demo.Stopped stopped) {
            // stopped before all was up: the shutdown hook closes what is open
        }
        Thread.currentThread().join();
    }

    private void orExit(Runnable work) {
        try {
            work.run();
        } catch (InvalidSettings | PortTaken | Ports.InUse | DataFolder.InUse userError) {
            console.cannotStart(userError);
            System.exit(USER_ERROR);
        } catch (Demo.Stopped stopped) {
            throw stopped;
        } catch (RuntimeException failure) {
            LoggerFactory.getLogger(AppMain.class).error("the demo failed", failure);
            console.failed(failure, folder);
            System.exit(1);
        }
    }

    private static Duration sinceStart() {
        Instant now = Instant.now();
        return Duration.between(ProcessHandle.current().info().startInstant().orElse(now), now);
    }
}
