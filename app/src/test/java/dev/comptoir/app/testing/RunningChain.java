package dev.comptoir.app.testing;

import dev.comptoir.app.Demo;
import dev.comptoir.app.Person;
import dev.comptoir.app.Ports;
import dev.comptoir.platform.testing.TestHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The demo as {@code make run} starts it, in a new folder, shared by all tests of the pages. */
public final class RunningChain {
    private final Demo demo = new Demo();

    private RunningChain() {
        try {
            Path folder = Files.createTempDirectory("comptoir-screens");
            Runtime.getRuntime().addShutdownHook(new Thread(demo::close));
            demo.start(folder, new Ports(freePort(), freePort(), freePort()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static final class Holder {
        private static final RunningChain DEMO = new RunningChain();
    }

    /** Started by the first call. */
    public static RunningChain get() {
        return Holder.DEMO;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** {@code http://127.0.0.1:<port>} of one of store, headoffice and logistics. */
    public String address(String service) {
        return "http://127.0.0.1:" + demo.ports().of(service);
    }

    /** Of bob, eva (managers), alice, claire, david (clerks) or farid (warehouse). */
    public String password(String username) {
        return person(username).password();
    }

    public String displayName(String username) {
        return person(username).displayName();
    }

    private Person person(String username) {
        return demo.people().stream()
                .filter(person -> person.username().equals(username))
                .findFirst()
                .orElseThrow();
    }

    /** The store's API, with a login at a register. */
    public TestHttp atRegister(String username, String store, int register) {
        return loggedIn("store", username, Map.of("store", store, "register", register));
    }

    /** The API of the head office or of logistics, with a login. */
    public TestHttp at(String service, String username) {
        return loggedIn(service, username, Map.of());
    }

    /** The response to a login at a register, as JSON. */
    public String sessionAtRegister(String username, String store, int register) {
        return login("store", username, Map.of("store", store, "register", register))
                .toString();
    }

    private TestHttp loggedIn(String service, String username, Map<String, Object> place) {
        return api(service).as(login(service, username, place).path("token").asString());
    }

    private JsonNode login(String service, String username, Map<String, Object> place) {
        Map<String, Object> login = new HashMap<>(place);
        login.put("username", username);
        login.put("password", password(username));
        return api(service).post("/login", login).expect(200);
    }

    private TestHttp api(String service) {
        return TestHttp.of(address(service) + "/" + service + "/api/v1");
    }
}
