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

/** The main method of every service. */
public final class Launch {
    /** The exit status for a mistake that the operator can correct: a wrong setting, a taken port. */
    private static final int USER_ERROR = 2;

    private Launch() {}

    /**
     * Starts a service with the settings from environment variables, and closes it when the process is stopped. Exits with
     * status 2 when a setting is wrong or the port is taken, with status 1 when the service cannot start for another reason.
     *
     * @param arguments {@code health} to probe the service in the same container instead, and to exit with status 0 when it is
     *     ready
     * @param port of that service, unless COMPTOIR_PORT is set
     */
    public static void service(String[] arguments, String name, int port, Function<Environment, AutoCloseable> start) {
        if (List.of(arguments).equals(List.of("health"))) {
            System.exit(HealthProbe.run(System.getenv().getOrDefault("COMPTOIR_PORT", String.valueOf(port))));
        }
        Logger log = log(name, System.getenv());
        try {
            AutoCloseable service = start.apply(new Environment(System.getenv()));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(log, name, service), "shutdown"));
            log.info("{} is ready", name);
        } catch (InvalidSettings | PortTaken mistake) {
            log.error("{} cannot start: {}", name, mistake.getMessage());
            System.exit(USER_ERROR);
        } catch (RuntimeException failure) {
            log.error("{} cannot start", name, failure);
            System.exit(1);
        }
    }

    /**
     * The first logger of the process. It loads {@code logback.xml}, which reads these system properties; an invalid log form
     * is refused with the other settings.
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
