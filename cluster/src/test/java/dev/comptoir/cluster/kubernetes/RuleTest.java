package dev.comptoir.cluster.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Each rule is shown what breaks it, and must say so. */
class RuleTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern VARIABLE = Pattern.compile("/env/([A-Z_]+)");
    private static final String CONTAINER = "/spec/template/spec/containers/0";

    /**
     * A change of one document of the overlay {@code chain}.
     *
     * @param place a JSON pointer, which may say a variable's name instead of its number
     * @param value JSON, or nothing to take the place away
     */
    record Broken(Rule rule, String document, String place, String value, String fault) {}

    static Stream<Broken> broken() {
        return Stream.of(
                new Broken(
                        Rule.CUSTOM_FIELDS_ARE_WELL_SPELT,
                        "Cluster store-db",
                        "/spec/storage/sise",
                        "\"20Gi\"",
                        "Cluster spec.storage.sise"),
                new Broken(
                        Rule.CONTAINERS_MAY_NOTHING_THAT_THEY_NEED_NOT,
                        "Namespace comptoir",
                        "/metadata/labels/pod-security.kubernetes.io~1enforce",
                        "",
                        "enforces nothing"),
                new Broken(
                        Rule.CONTAINERS_MAY_NOTHING_THAT_THEY_NEED_NOT,
                        "Deployment store",
                        "/spec/template/spec/securityContext/runAsNonRoot",
                        "false",
                        "may run as root"),
                new Broken(
                        Rule.CONTAINERS_MAY_NOTHING_THAT_THEY_NEED_NOT,
                        "Deployment store",
                        "/spec/template/spec/securityContext/seccompProfile",
                        "",
                        "no seccomp profile"),
                new Broken(
                        Rule.CONTAINERS_MAY_NOTHING_THAT_THEY_NEED_NOT,
                        "Deployment store",
                        "/spec/template/spec/automountServiceAccountToken",
                        "",
                        "a token of Kubernetes"),
                new Broken(
                        Rule.CONTAINERS_MAY_NOTHING_THAT_THEY_NEED_NOT,
                        "Deployment store",
                        "/spec/template/spec/hostNetwork",
                        "true",
                        "uses hostNetwork"),
                new Broken(
                        Rule.CONTAINERS_MAY_NOTHING_THAT_THEY_NEED_NOT,
                        "Deployment store",
                        "/spec/template/spec/volumes/0/hostPath",
                        "{}",
                        "mounts its machine"),
                new Broken(
                        Rule.CONTAINERS_MAY_NOTHING_THAT_THEY_NEED_NOT,
                        "Deployment store",
                        CONTAINER + "/securityContext/allowPrivilegeEscalation",
                        "",
                        "gain privileges"),
                new Broken(
                        Rule.CONTAINERS_MAY_NOTHING_THAT_THEY_NEED_NOT,
                        "Deployment store",
                        CONTAINER + "/securityContext/readOnlyRootFilesystem",
                        "",
                        "write its root file system"),
                new Broken(
                        Rule.CONTAINERS_MAY_NOTHING_THAT_THEY_NEED_NOT,
                        "Deployment store",
                        CONTAINER + "/securityContext/capabilities/drop",
                        "[]",
                        "keeps capabilities"),
                new Broken(
                        Rule.CONTAINERS_MAY_NOTHING_THAT_THEY_NEED_NOT,
                        "Deployment store",
                        CONTAINER + "/securityContext/capabilities/add",
                        "[\"NET_ADMIN\"]",
                        "gains capabilities"),
                new Broken(
                        Rule.CONTAINERS_MAY_NOTHING_THAT_THEY_NEED_NOT,
                        "Deployment store",
                        CONTAINER + "/securityContext/privileged",
                        "true",
                        "is privileged"),
                new Broken(
                        Rule.CONTAINERS_MAY_NOTHING_THAT_THEY_NEED_NOT,
                        "Prometheus comptoir",
                        "/spec/securityContext",
                        "",
                        "may run as root"),
                new Broken(
                        Rule.CONTAINERS_ARE_ASKED_HOW_THEY_ARE,
                        "Deployment logistics",
                        CONTAINER + "/livenessProbe",
                        "",
                        "does not ask /health/live"),
                new Broken(
                        Rule.CONTAINERS_ARE_ASKED_HOW_THEY_ARE,
                        "Deployment logistics",
                        CONTAINER + "/readinessProbe/httpGet/path",
                        "\"/health/live\"",
                        "does not ask /health/ready"),
                new Broken(
                        Rule.CONTAINERS_ARE_ASKED_HOW_THEY_ARE,
                        "Deployment logistics",
                        CONTAINER + "/startupProbe/httpGet/port",
                        "8080",
                        "asks another port"),
                new Broken(
                        Rule.CONTAINERS_ARE_ASKED_HOW_THEY_ARE,
                        "Deployment logistics",
                        CONTAINER + "/livenessProbe/timeoutSeconds",
                        "",
                        "no patience"),
                new Broken(
                        Rule.CONTAINERS_SAY_WHAT_THEY_NEED,
                        "Deployment store",
                        CONTAINER + "/resources/requests/cpu",
                        "",
                        "no processor"),
                new Broken(
                        Rule.CONTAINERS_SAY_WHAT_THEY_NEED,
                        "Cluster store-db",
                        "/spec/resources/requests",
                        "",
                        "asks for no memory"),
                new Broken(
                        Rule.CONTAINERS_SAY_WHAT_THEY_NEED,
                        "Prometheus comptoir",
                        "/spec/resources/limits",
                        "",
                        "may take all memory"),
                new Broken(
                        Rule.IMAGES_ARE_OF_ONE_VERSION,
                        "Deployment store",
                        CONTAINER + "/image",
                        "\"comptoir/store:latest\"",
                        "has the image"),
                new Broken(Rule.IMAGES_ARE_OF_ONE_VERSION, "Cluster store-db", "/spec/imageName", "", "has the image"),
                new Broken(Rule.SECRETS_ARE_REFERRED_TO, "Service store", "/kind", "\"Secret\"", "holds a secret"),
                new Broken(
                        Rule.SECRETS_ARE_REFERRED_TO,
                        "Deployment store",
                        CONTAINER + "/env/COMPTOIR_DATABASE_PASSWORD_FILE/name",
                        "\"COMPTOIR_DATABASE_PASSWORD\"",
                        "shows COMPTOIR_DATABASE_PASSWORD"),
                new Broken(
                        Rule.SECRETS_ARE_REFERRED_TO,
                        "Deployment headoffice",
                        CONTAINER + "/volumeMounts",
                        "[]",
                        "has no file /run/comptoir/first-manager/first-manager"),
                new Broken(
                        Rule.SECRETS_ARE_EXPLAINED,
                        "Deployment headoffice",
                        "/spec/template/spec/volumes/0/secret",
                        "{\"secretName\": \"never-told\"}",
                        "needs the secret never-told"),
                new Broken(
                        Rule.SETTINGS_ARE_TAKEN_BY_THE_CODE,
                        "Deployment store",
                        CONTAINER + "/env/COMPTOIR_DATABASE_POOL/value",
                        "\"2\"",
                        "COMPTOIR_DATABASE_POOL is '2'"),
                new Broken(
                        Rule.SETTINGS_ARE_TAKEN_BY_THE_CODE,
                        "Deployment store",
                        CONTAINER + "/env/COMPTOIR_DATABASE_USER",
                        "",
                        "COMPTOIR_DATABASE_USER is missing"),
                new Broken(
                        Rule.SETTINGS_ARE_KNOWN_TO_THE_CODE,
                        "Deployment store",
                        CONTAINER + "/env/-",
                        "{\"name\": \"COMPTOIR_DATABSE_POOL\", \"value\": \"12\"}",
                        "COMPTOIR_DATABSE_POOL, which it does not read"),
                new Broken(
                        Rule.SETTINGS_ARE_KNOWN_TO_THE_CODE,
                        "Deployment store",
                        CONTAINER + "/env/-",
                        "{\"name\": \"COMPTOIR_PROMETHEUS\", \"value\": \"http://a:1\"}",
                        "COMPTOIR_PROMETHEUS, which it does not read"),
                new Broken(
                        Rule.PORTS_ARE_THOSE_OF_THE_CODE,
                        "Deployment headoffice",
                        CONTAINER + "/ports/0/containerPort",
                        "8080",
                        "listens on 8090"),
                new Broken(
                        Rule.PORTS_ARE_THOSE_OF_THE_CODE,
                        "Service headoffice",
                        "/spec/ports/0/port",
                        "80",
                        "another port than 8090"),
                new Broken(
                        Rule.PORTS_ARE_THOSE_OF_THE_CODE,
                        "Service headoffice",
                        "/spec/ports/0/targetPort",
                        "\"metrics\"",
                        "leads elsewhere"),
                new Broken(
                        Rule.PEERS_ARE_THERE,
                        "Service headoffice",
                        "/metadata/name",
                        "\"office\"",
                        "looks for headoffice"),
                new Broken(
                        Rule.NOTHING_IS_REACHED_BY_DEFAULT,
                        "NetworkPolicy deny",
                        "/spec/policyTypes/1",
                        "",
                        "no policy denies"),
                new Broken(
                        Rule.EVERYBODY_IS_REACHED_BY_WHOM_HE_SERVES,
                        "NetworkPolicy store",
                        "/spec/ingress/0/from/0",
                        "",
                        "store is not reached by Traefik"),
                new Broken(
                        Rule.EVERYBODY_IS_REACHED_BY_WHOM_HE_SERVES,
                        "NetworkPolicy store",
                        "/spec/ingress/0/ports/0/port",
                        "8090",
                        "headoffice does not reach store at 8080"),
                new Broken(
                        Rule.EVERYBODY_IS_REACHED_BY_WHOM_HE_SERVES,
                        "NetworkPolicy store",
                        "/spec/egress",
                        "[]",
                        "store does not reach store-db at 5432"),
                new Broken(
                        Rule.EVERYBODY_IS_REACHED_BY_WHOM_HE_SERVES,
                        "NetworkPolicy metrics",
                        "/spec/ingress",
                        "[]",
                        "prometheus does not reach logistics at 8091"),
                new Broken(
                        Rule.NOBODY_ELSE_REACHES_A_DATABASE,
                        "NetworkPolicy headoffice-db",
                        "/spec/ingress/0/from/0/podSelector",
                        "{}",
                        "headoffice-db lets store in"),
                new Broken(
                        Rule.AN_UPGRADE_LOSES_NOTHING,
                        "Deployment store",
                        "/spec/strategy/rollingUpdate/maxUnavailable",
                        "1",
                        "before it has another"),
                new Broken(
                        Rule.AN_UPGRADE_LOSES_NOTHING,
                        "Deployment store",
                        "/spec/strategy/rollingUpdate/maxSurge",
                        "0",
                        "cannot have one more"),
                new Broken(
                        Rule.AN_UPGRADE_LOSES_NOTHING,
                        "Deployment store",
                        "/spec/template/spec/terminationGracePeriodSeconds",
                        "",
                        "is killed after 30 s"),
                new Broken(
                        Rule.AN_UPGRADE_LOSES_NOTHING,
                        "HorizontalPodAutoscaler store",
                        "/spec/minReplicas",
                        "1",
                        "no second instance"),
                new Broken(
                        Rule.AN_UPGRADE_LOSES_NOTHING,
                        "PodDisruptionBudget store",
                        "/spec/selector",
                        "",
                        "may lose all instances"),
                new Broken(
                        Rule.INSTANCES_STAND_APART,
                        "Deployment store",
                        "/spec/template/spec/topologySpreadConstraints/1",
                        "",
                        "may stand on one machine"),
                new Broken(
                        Rule.INSTANCES_STAND_APART,
                        "Cluster store-db",
                        "/spec/affinity/podAntiAffinityType",
                        "\"preferred\"",
                        "may stand on one machine"),
                new Broken(
                        Rule.CONNECTIONS_SUFFICE,
                        "HorizontalPodAutoscaler store",
                        "/spec/maxReplicas",
                        "14",
                        "gives 200 connections, and 15 instances want"),
                new Broken(
                        Rule.DATABASES_ARE_BACKED_UP,
                        "Cluster store-db",
                        "/spec/plugins/0/isWALArchiver",
                        "false",
                        "archives nothing"),
                new Broken(
                        Rule.DATABASES_ARE_BACKED_UP,
                        "ObjectStore backups",
                        "/metadata/name",
                        "\"other\"",
                        "archives nothing"),
                new Broken(
                        Rule.DATABASES_ARE_BACKED_UP,
                        "ScheduledBackup store-db",
                        "/spec/schedule",
                        "\"0 2 * * *\"",
                        "is not backed up"),
                new Broken(
                        Rule.WHAT_IS_ACKNOWLEDGED_IS_ON_TWO_DISKS_OR_ON_THE_ONLY_ONE,
                        "Cluster store-db",
                        "/spec/postgresql/synchronous",
                        "",
                        "may lose what it acknowledged"),
                new Broken(
                        Rule.WHAT_IS_ACKNOWLEDGED_IS_ON_TWO_DISKS_OR_ON_THE_ONLY_ONE,
                        "Cluster store-db",
                        "/spec/instances",
                        "1",
                        "may lose what it acknowledged"));
    }

    @ParameterizedTest
    @MethodSource
    void broken(Broken broken) {
        Manifests manifests = Manifests.of("chain");
        String[] document = broken.document().split(" ", 2);
        change(manifests.one(document[0], document[1]), broken.place(), broken.value());
        assertThat(broken.rule().faults(manifests)).anyMatch(fault -> fault.contains(broken.fault()));
    }

    private static void change(JsonNode document, String place, String value) {
        JsonPointer pointer = JsonPointer.compile(numbered(document, place));
        JsonNode around = document.at(pointer.head());
        String last = pointer.last().getMatchingProperty();
        if (around instanceof ObjectNode fields) {
            if (value.isEmpty()) {
                assertThat(fields.remove(last)).as(place).isNotNull();
            } else {
                fields.set(last, JSON.readTree(value));
            }
        } else if (last.equals("-")) {
            ((ArrayNode) around).add(JSON.readTree(value));
        } else if (value.isEmpty()) {
            ((ArrayNode) around).remove(Integer.parseInt(last));
        } else {
            ((ArrayNode) around).set(Integer.parseInt(last), JSON.readTree(value));
        }
    }

    private static String numbered(JsonNode document, String place) {
        List<String> names = Manifests.container(document).path("env").findValuesAsString("name");
        return VARIABLE.matcher(place).replaceFirst(found -> "/env/" + names.indexOf(found.group(1)));
    }

    @Test
    void noRuleIsLeftOut() {
        List<Rule> shown = broken().map(Broken::rule).distinct().toList();
        assertThat(shown).containsExactlyInAnyOrderElementsOf(Arrays.asList(Rule.values()));
    }
}
