package dev.comptoir.tests.deployment;

import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The rules of what runs in Compose's containers: no rights that are not needed, a bounded share of the machine, a question for health. */
final class Hardening {
    /** Each gives a container something of its machine, or of another container. */
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

    /** It has no program that could ask it; Traefik, which needs it, is asked. */
    private static final String NOT_ASKED = "docker-api";

    private Hardening() {}

    static List<String> restricted(Compose compose) {
        Faults faults = new Faults();
        compose.services().forEach(service -> {
            String title = service.title();
            JsonNode says = service.says();
            faults.unless(says.path("read_only").asBoolean(false), title, "may write its root file system");
            faults.unless(texts(says.path("cap_drop")).equals(List.of("ALL")), title, "keeps capabilities");
            faults.unless(
                    texts(says.path("security_opt")).equals(List.of("no-new-privileges:true")),
                    title,
                    "may gain privileges");
            faults.unless(!ROOT.matcher(user(service)).matches(), title, "runs as root");
            NEVER.forEach(field -> faults.unless(!says.has(field), title, "has " + field));
        });
        return faults.all();
    }

    /** Who runs an image of others, is known only when it is said. */
    private static String user(Service service) {
        String said = service.says().path("user").asString("");
        return said.isEmpty() && service.isOurs() ? service.stage().user() : said;
    }

    private static List<String> texts(JsonNode some) {
        return some.valueStream().map(JsonNode::asString).toList();
    }

    static List<String> bounded(Compose compose) {
        Faults faults = new Faults();
        compose.services().forEach(service -> {
            String title = service.title();
            JsonNode limits = service.says().path("deploy").path("resources").path("limits");
            faults.unless(limits.has("memory"), title, "may take all memory");
            faults.unless(limits.path("pids").asInt(0) > 0, title, "may start any number of processes");
            JsonNode logging = service.says().path("logging");
            faults.unless(
                    logging.path("driver").asString("").equals("json-file")
                            && logging.path("options").has("max-size")
                            && logging.path("options").has("max-file"),
                    title,
                    "may fill the disk with its log");
            service.says()
                    .path("tmpfs")
                    .forEach(one -> faults.unless(
                            SIZED.matcher(one.asString("")).matches(),
                            title,
                            "may fill memory at " + one.asString("")));
        });
        return faults.all();
    }

    static List<String> comesBack(Compose compose) {
        Faults faults = new Faults();
        compose.services().forEach(service -> {
            String wanted = service.byHand() ? "no" : "unless-stopped";
            String restart = service.says().path("restart").asString("");
            faults.unless(
                    restart.equals(wanted), service.title(), "restarts '" + restart + "' instead of '" + wanted + "'");
        });
        return faults.all();
    }

    static List<String> asked(Compose compose) {
        Faults faults = new Faults();
        compose.services()
                .filter(one -> !one.byHand() && !one.name().equals(NOT_ASKED))
                .forEach(one -> faults.unless(isAsked(one), one.title(), "is not asked how it is"));
        compose.services()
                .forEach(one -> one.dependencies("service_healthy")
                        .forEach(other -> faults.unless(
                                isAsked(compose.service(other)), one.title(), "waits forever for " + other)));
        compose.ours()
                .forEach(one -> faults.unless(
                        one.dependencies("service_healthy").anyMatch((one.name() + "-db")::equals),
                        one.title(),
                        "does not wait for its database"));
        return faults.all();
    }

    private static boolean isAsked(Service service) {
        JsonNode check = service.says().path("healthcheck");
        List<String> test = texts(check.path("test"));
        if (check.path("disable").asBoolean(false) || test.contains("NONE")) {
            return false;
        }
        return !test.isEmpty() || (service.isOurs() && service.stage().asksForHealth());
    }

    static List<String> hasTimeToStop(Compose compose) {
        Faults faults = new Faults();
        compose.ours().forEach(service -> {
            long needed = Rollout.needed(Settings.read(service.told())).toSeconds();
            long grace = service.stopGrace().toSeconds();
            faults.unless(
                    grace >= needed, service.title(), "is killed after " + grace + " s, while it needs " + needed);
        });
        return faults.all();
    }
}
