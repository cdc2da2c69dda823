package dev.comptoir.app;

import dev.comptoir.platform.settings.Environment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The ports of the three services. */
public record Ports(int store, int headOffice, int logistics) {
    private static final int FIRST = 1;
    private static final int LAST = 65_535;

    /**
     * The usual ports, unless a variable sets another one.
     *
     * @throws dev.comptoir.platform.settings.InvalidSettings if a variable is not a port
     */
    public static Ports from(Environment environment) {
        Ports ports = new Ports(
                environment.number("STORE_PORT", 8080, FIRST, LAST),
                environment.number("HEADOFFICE_PORT", 8090, FIRST, LAST),
                environment.number("LOGISTICS_PORT", 8091, FIRST, LAST));
        environment.refuseFaults();
        return ports;
    }

    /** @param service store, headoffice or logistics */
    public int of(String service) {
        return switch (service) {
            case "store" -> store;
            case "headoffice" -> headOffice;
            case "logistics" -> logistics;
            default -> throw new IllegalArgumentException("there is no service " + service);
        };
    }

    private Map<String, Integer> byVariable() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("STORE_PORT", store);
        ports.put("HEADOFFICE_PORT", headOffice);
        ports.put("LOGISTICS_PORT", logistics);
        return ports;
    }

    /** @throws InUse if another process uses a port, or two services have the same one */
    void checkFree() {
        List<String> faults = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        byVariable().forEach((variable, port) -> {
            if (!seen.add(port)) {
                faults.add("port %d is set twice: choose another one for %s".formatted(port, variable));
            } else if (!isFree(port)) {
                faults.add("port %d is used by another process: end it, or choose another port: %s=%d make run"
                        .formatted(port, variable, port < LAST - 10_000 ? port + 10_000 : port - 10_000));
            }
        });
        if (!faults.isEmpty()) {
            throw new InUse(faults);
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /** The message names each port and the variable that changes it. */
    static final class InUse extends RuntimeException {
        InUse(List<String> faults) {
            super(String.join("\n  ", faults));
        }
    }
}
