package dev.comptoir.tests.deployment;

import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Least privilege, resource limits and health probes of the Compose services. */
final class Hardening {
    /** Each gives a container something of the host, or of another container. */
    private static final List<String> NEVER = List.of(
            "privileged",
            "cap_add",
            "devices",
            "device_cgroup_rules",
            "network_mode",
            "pid",
            "ipc",
            "uts",
            "cgroup",
            "userns_mode",
            "volumes_from");

    private static final Pattern ROOT = Pattern.compile("(|0+|root)(:.*)?");
    private static final Pattern SIZED = Pattern.compile(".*[:,]size=\\d+[km](,.*)?");

    /** Its image has no HTTP client; the probe of Traefik covers it. */
    private static final String WITHOUT_PROBE = "docker-api";

    private Hardening() {}

    static List<String> restricted(Compose compose) {
        Faults faults = new Faults();
        compose.services().forEach(service -> {
            String title = service.title();
            JsonNode definition = service.definition();
            faults.unless(definition.path("read_only").asBoolean(false), title, "may write its root file system");
            faults.unless(texts(definition.path("cap_drop")).equals(List.of("ALL")), title, "keeps capabilities");
            faults.unless(
                    texts(definition.path("security_opt")).equals(List.of("no-new-privileges:true")),
                    title,
                    "may gain privileges");
            faults.unless(!ROOT.matcher(user(service)).matches(), title, "runs as root");
            NEVER.forEach(field -> faults.unless(!definition.has(field), title, "has " + field));
        });
        return faults.all();
    }

    /** The user of a third-party image is known only when the service names it. */
    private static String user(Service service) {
        String output = service.definition().path("user").asString("");
        return output.isEmpty() && service.isOurs() ? service.stage().user() : output;
    }

    private static List<String> texts(JsonNode some) {
        return some.valueStream().map(JsonNode::asString).toList();
    }

    static List<String> bounded(Compose compose) {
        Faults faults = new Faults();
        compose.services().forEach(service -> {
            String title = service.title();
            JsonNode limits =
                    service.definition().path("deploy").path("resources").path("limits");
            faults.unless(limits.has("memory"), title, "has no memory limit");
            faults.unless(limits.path("pids").asInt(0) > 0, title, "has no process limit");
            JsonNode logging = service.definition().path("logging");
            faults.unless(
                    logging.path("driver").asString("").equals("json-file")
                            && logging.path("options").has("max-size")
                            && logging.path("options").has("max-file"),
                    title,
                    "has no log limit");
            service.definition()
                    .path("tmpfs")
                    .forEach(one -> faults.unless(
                            SIZED.matcher(one.asString("")).matches(),
                            title,
                            "has no size limit at " + one.asString("")));
        });
        return faults.all();
    }

    static List<String> restarts(Compose compose) {
        Faults faults = new Faults();
        compose.services().forEach(service -> {
            String wanted = service.byHand() ? "no" : "unless-stopped";
            String restart = service.definition().path("restart").asString("");
            faults.unless(
                    restart.equals(wanted), service.title(), "restarts '" + restart + "' instead of '" + wanted + "'");
        });
        return faults.all();
    }

    static List<String> probed(Compose compose) {
        Faults faults = new Faults();
        compose.services()
                .filter(one -> !one.byHand() && !one.name().equals(WITHOUT_PROBE))
                .forEach(one -> faults.unless(hasProbe(one), one.title(), "has no health probe"));
        compose.services()
                .forEach(one -> one.dependencies("service_healthy")
                        .forEach(other -> faults.unless(
                                hasProbe(compose.service(other)), one.title(), "waits for the health of " + other)));
        compose.ours()
                .forEach(one -> faults.unless(
                        one.dependencies("service_healthy").anyMatch((one.name() + "-db")::equals),
                        one.title(),
                        "does not wait for its database"));
        return faults.all();
    }

    private static boolean hasProbe(Service service) {
        JsonNode check = service.definition().path("healthcheck");
        List<String> test = texts(check.path("test"));
        if (check.path("disable").asBoolean(false) || test.contains("NONE")) {
            return false;
        }
        return !test.isEmpty() || (service.isOurs() && service.stage().hasHealthCheck());
    }

    static List<String> hasTimeToStop(Compose compose) {
        Faults faults = new Faults();
        compose.ours().forEach(service -> {
            long needed = Rollout.needed(Settings.read(service.environment())).toSeconds();
            long grace = service.stopGrace().toSeconds();
            faults.unless(
                    grace >= needed, service.title(), "is killed after " + grace + " s, while it needs " + needed);
        });
        return faults.all();
    }
}
