package dev.comptoir.tests.deployment;

import dev.comptoir.app.Person;
import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.tests.deployment.Programs.Output;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The stack of deploy/compose.yaml, as the real Compose starts it on an {@link Engine}. */
record Stack(Engine engine, int port, int grafanaPort) {
    private static final String PROJECT = "comptoir-check";
    private static final Path DEPLOY = Path.of("../../deploy").toAbsolutePath().normalize();
    private static final Duration LIMIT = Duration.ofMinutes(4);

    /** Builds every image of compose.yaml that has a build section, and returns their names. */
    static List<String> build() {
        JsonNode services = new JsonMapper()
                .readTree(compose(Map.of(), List.of("--profile=demo", "config", "--format=json")))
                .path("services");
        List<String> images = new ArrayList<>();
        services.valueStream().filter(one -> one.has("build")).forEach(one -> {
            JsonNode build = one.path("build");
            List<String> options = new ArrayList<>();
            build.path("args")
                    .forEachEntry((name, value) -> options.add("--build-arg=" + name + "=" + value.asString()));
            if (build.has("target")) {
                options.add("--target=" + build.path("target").asString());
            }
            images.add(one.path("image").asString());
            Engine.build(
                    "docker.io/" + images.getLast(),
                    options,
                    Path.of(build.path("context").asString()));
        });
        return images;
    }

    /** Starts missing containers from the local images. */
    void up(String... more) {
        compose(Programs.joined(List.of("up", "--detach", "--no-build", "--pull=never"), List.of(more)));
    }

    String compose(List<String> arguments) {
        return compose(
                Map.of(
                        "DOCKER_HOST", "unix://" + Engine.socket(),
                        "DOCKER_SOCKET", Engine.socket().toString(),
                        "DOCKER_GROUP", "0",
                        "PORT", String.valueOf(port),
                        "TLS_PORT", String.valueOf(port),
                        "GRAFANA_PORT", String.valueOf(grafanaPort)),
                arguments);
    }

    private static String compose(Map<String, String> variables, List<String> arguments) {
        List<String> command = List.of(
                Programs.deployTools().resolve("bin/docker-compose").toString(),
                "--project-name=" + PROJECT,
                "--progress=quiet",
                "--file=" + DEPLOY.resolve("compose.yaml"),
                "--file=" + DEPLOY.resolveSibling("tools/without-docker/compose.podman.yaml"));
        return Programs.run(Programs.joined(command, arguments), variables, LIMIT)
                .success();
    }

    /** The names of all containers, stopped ones included. */
    List<String> containers() {
        return engine.run("ps", "--all", "--format={{.Names}}").lines().sorted().toList();
    }

    static String name(String service, int number) {
        return PROJECT + "-" + service + "-" + number;
    }

    /** The result of inspecting a container. */
    String inspect(String container, String template) {
        return engine.run("inspect", "--format=" + template, container);
    }

    /** The process ids of a container on the host. */
    Stream<Long> processes(String container) {
        return engine.run("top", container, "hpid").lines().skip(1).map(line -> Long.parseLong(line.strip()));
    }

    /** The body of a response to a request from inside the network. */
    String fetch(String address) {
        Output output = engine.exec(name("prometheus", 1), "wget", "-q", "-O", "-", address);
        return output.status() == 0 ? output.text() : "";
    }

    /** Connects from inside a container, sends the text, and returns the first line of the response. */
    Output reach(String container, String address, int port, String text) {
        String program = "exec 3<>/dev/tcp/%s/%d && printf '%s' >&3 && [ -z '%3$s' ] || head -1 <&3"
                .formatted(address, port, text);
        return engine.exec(container, "timeout", "3", "bash", "-c", program);
    }

    TestHttp logIn(String service, String username, Map<String, Object> place) {
        TestHttp http = TestHttp.of("http://127.0.0.1:" + port + "/" + service + "/api/v1");
        Map<String, Object> login = new HashMap<>(place);
        login.put("username", username);
        login.put("password", password(username));
        return http.as(http.post("/login", login).expect(200).path("token").asString());
    }

    private static String password(String username) {
        return Person.all(dev.comptoir.app.Secrets.in(DEPLOY.resolve("secrets/people"))).stream()
                .filter(one -> one.username().equals(username))
                .map(Person::password)
                .findFirst()
                .orElseThrow();
    }
}
