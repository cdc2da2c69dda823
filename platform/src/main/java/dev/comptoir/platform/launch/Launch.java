package dev.comptoir.platform.launch;

import dev.comptoir.platform.http.PortTaken;
import dev.comptoir.platform.settings.Environment;
import dev.comptoir.platform.settings.InvalidSettings;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one service as a process of its own. */
public final class Launch {
    /** The exit status for what the operator can cure: a wrong setting, a taken port. */
    private static final int CURABLE = 2;

    private static final Logger LOG = LoggerFactory.getLogger(Launch.class);

    private Launch() {}

    /**
     * Starts a service from the environment's variables, and closes it when the process is told to end. Ends the process
     * with status 2 when a setting is wrong or the port is taken, with 1 when the service cannot start.
     */
    public static void service(String name, Function<Environment, AutoCloseable> start) {
        try {
            AutoCloseable service = start.apply(new Environment(System.getenv()));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(name, service), "shutdown"));
            LOG.info("{} is ready", name);
        } catch (InvalidSettings | PortTaken curable) {
            LOG.error("{} cannot start: {}", name, curable.getMessage());
            System.exit(CURABLE);
        } catch (RuntimeException failure) {
            LOG.error("{} cannot start", name, failure);
            System.exit(1);
        }
    }

    private static void close(String name, AutoCloseable service) {
        try {
            service.close();
            LOG.info("{} has ended", name);
        } catch (Exception failure) {
            LOG.error("{} did not end in order", name, failure);
        }
    }
}
