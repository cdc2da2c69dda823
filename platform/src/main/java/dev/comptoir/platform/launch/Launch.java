package dev.comptoir.platform.launch;

import dev.comptoir.platform.http.PortTaken;
import dev.comptoir.platform.settings.Environment;
import dev.comptoir.platform.settings.InvalidSettings;
import dev.comptoir.platform.settings.TelemetrySettings;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Runs one service as a process of its own. */
public final class Launch {
    /** The exit status for what the operator can cure: a wrong setting, a taken port. */
    private static final int CURABLE = 2;

    private Launch() {}

    /**
     * Starts a service from the environment's variables, and closes it when the process is told to end. Ends the process
     * with status 2 when a setting is wrong or the port is taken, with 1 when the service cannot start.
     *
     * @param arguments {@code health} asks the service that runs in the same container instead, and ends with status 0
     *     when it is ready
     * @param port where that service listens unless COMPTOIR_PORT says so
     */
    public static void service(String[] arguments, String name, int port, Function<Environment, AutoCloseable> start) {
        if (List.of(arguments).equals(List.of("health"))) {
            System.exit(HealthProbe.answer(System.getenv().getOrDefault("COMPTOIR_PORT", String.valueOf(port))));
        }
        Logger log = log(name, System.getenv());
        try {
            AutoCloseable service = start.apply(new Environment(System.getenv()));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(log, name, service), "shutdown"));
            log.info("{} is ready", name);
        } catch (InvalidSettings | PortTaken curable) {
            log.error("{} cannot start: {}", name, curable.getMessage());
            System.exit(CURABLE);
        } catch (RuntimeException failure) {
            log.error("{} cannot start", name, failure);
            System.exit(1);
        }
    }

    /**
     * The first logger of the process. The file {@code logback.xml} is read now, with what it must know; a wrong form is
     * refused with the other settings.
     */
    private static Logger log(String name, Map<String, String> environment) {
        System.setProperty("comptoir.service", environment.getOrDefault("COMPTOIR_NAME", name));
        System.setProperty("comptoir.log.form", TelemetrySettings.logForm(environment.get("COMPTOIR_LOG")));
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        return LoggerFactory.getLogger(Launch.class);
    }

    private static void close(Logger log, String name, AutoCloseable service) {
        try {
            service.close();
            log.info("{} has ended", name);
        } catch (Exception failure) {
            log.error("{} did not end in order", name, failure);
        }
    }
}
