package dev.comptoir.app;

import dev.comptoir.platform.settings.Environment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The ports of the three services, each changed by a variable of its own. */
public record Ports(int store, int headOffice, int logistics) {
    private static final int FIRST = 1;
    private static final int LAST = 65_535;

    /** @throws dev.comptoir.platform.settings.InvalidSettings when a variable holds no port */
    public static Ports from(Environment environment) {
        Ports ports = new Ports(
                environment.number("STORE_PORT", 8080, FIRST, LAST),
                environment.number("HEADOFFICE_PORT", 8090, FIRST, LAST),
                environment.number("LOGISTICS_PORT", 8091, FIRST, LAST));
        environment.refuseFaults();
        return ports;
    }

    Chain.Ports chain() {
        return new Chain.Ports(store, headOffice, logistics);
    }

    private Map<String, Integer> byVariable() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("STORE_PORT", store);
        ports.put("HEADOFFICE_PORT", headOffice);
        ports.put("LOGISTICS_PORT", logistics);
        return ports;
    }

    /** @throws Taken when a port is used by another process, or twice here */
    void refuseTaken() {
        List<String> faults = new ArrayList<>();
        TreeSet<Integer> wanted = new TreeSet<>();
        byVariable().forEach((variable, port) -> {
            if (!wanted.add(port)) {
                faults.add("port %d is wanted twice: give %s another one".formatted(port, variable));
            } else if (!isFree(port)) {
                faults.add("port %d is taken by another process: end it, or choose another port: %s=%d make run"
                        .formatted(port, variable, port < LAST - 10_000 ? port + 10_000 : port - 10_000));
            }
        });
        if (!faults.isEmpty()) {
            throw new Taken(faults);
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

    /** Ports that cannot be used, each with its cure. */
    static final class Taken extends RuntimeException {
        Taken(List<String> faults) {
            super(String.join("\n  ", faults));
        }
    }
}
