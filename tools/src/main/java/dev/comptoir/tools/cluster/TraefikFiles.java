package dev.comptoir.tools.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Traefik's two configuration files, from one source; docs/cluster.md says why each setting is as it is. */
public final class TraefikFiles {
    private static final YAMLMapper YAML = new YAMLMapper();

    /** Ours ends idle connections before the services do (30 s), so that no request meets a closed one. */
    private static final String IDLE_CONNECTION = "20s";

    private static final int IN_FLIGHT = 2_000;
    private static final List<String> BUCKETS =
            List.of("0.001", "0.002", "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "10");
    private static final List<String> COMPRESSED = List.of(
            "application/json",
            "application/problem+json",
            "text/html",
            "text/css",
            "text/javascript",
            "image/svg+xml");

    /**
     * Only where another instance can take over: an only instance that is slow is better than none. For the same reason
     * slowness is borne for 5 s: a killed or stopping instance is found by its refusal, at the next check.
     */
    private static final Map<String, Object> CHECKS = Map.of(
            "healthCheck",
            Map.of("path", "/health/ready", "interval", "1s", "unhealthyInterval", "1s", "timeout", "5s"),
            "passiveHealthCheck",
            Map.of("failureWindow", "1s", "maxFailedAttempts", 10));

    /**
     * With pauses of 50 to 100 ms longer than the second after which a check has found a dead instance: until then every
     * attempt may meet it again, and the strategies that look for the least busy one prefer it.
     */
    private static final int ATTEMPTS = 20;

    private TraefikFiles() {}

    /** What Traefik reads once, at its start. */
    public static String fixed(ClusterState state, Path folder) {
        return YAML.writeValueAsString(Map.of(
                "global", Map.of("checkNewVersion", false, "sendAnonymousUsage", false),
                "entryPoints",
                        Map.of(
                                "web", door(":" + state.port(), state.tls()),
                                "inside", door("127.0.0.1:" + state.insidePort(), false),
                                "traefik", Map.of("address", "127.0.0.1:" + state.adminPort())),
                "providers",
                        Map.of(
                                "providersThrottleDuration",
                                "100ms",
                                "file",
                                Map.of("filename", folder.resolve("dynamic.yml").toString(), "watch", true)),
                "api", Map.of("dashboard", true, "insecure", true),
                "ping", Map.of("entryPoint", "traefik"),
                "log", Map.of("level", "INFO", "format", "json"),
                "accessLog",
                        Map.of("filePath", folder.resolve("logs/access.log").toString(), "format", "json"),
                "metrics",
                        Map.of(
                                "prometheus",
                                Map.of("entryPoint", "traefik", "addServicesLabels", true, "buckets", BUCKETS))));
    }

    private static Map<String, Object> door(String address, boolean tls) {
        Map<String, Object> http = new LinkedHashMap<>(Map.of("aliasHeadersStrategy", "delete"));
        if (tls) {
            http.put("tls", Map.of());
        }
        return Map.of(
                "address",
                address,
                "transport",
                Map.of("respondingTimeouts", Map.of("readTimeout", "60s", "writeTimeout", "0s", "idleTimeout", "60s")),
                "forwardedHeaders",
                Map.of("insecure", false),
                "http",
                http);
    }

    /** What Traefik follows while it runs. */
    public static String watched(ClusterState state) {
        Map<String, Object> routers = new LinkedHashMap<>();
        Map<String, Object> services = new LinkedHashMap<>();
        for (String service : ClusterState.SERVICES) {
            routers.put(service + "-repeatable", router(service, repeatable(service), "repeat"));
            routers.put(service, router(service, "PathPrefix(`/" + service + "`)"));
            services.put(service, Map.of("loadBalancer", balancer(state, service)));
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put(
                "http",
                Map.of(
                        "routers",
                        routers,
                        "services",
                        services,
                        "middlewares",
                        middlewares(),
                        "serversTransports",
                        Map.of("comptoir", transport())));
        if (state.tls()) {
            all.put(
                    "tls",
                    Map.of("certificates", List.of(Map.of("certFile", state.certificate(), "keyFile", state.key()))));
        }
        return YAML.writeValueAsString(all);
    }

    /**
     * What may reach an instance twice: reads, what HTTP says to be idempotent, writes with a key or bound to a version,
     * events (their ids are remembered), logins.
     */
    private static String repeatable(String service) {
        return ("PathPrefix(`/%1$s`) && (Method(`GET`) || Method(`HEAD`) || Method(`PUT`) || Method(`DELETE`)"
                        + " || HeaderRegexp(`Idempotency-Key`, `.+`) || HeaderRegexp(`If-Match`, `.+`)"
                        + " || Path(`/%1$s/api/v1/login`) || Path(`/%1$s/internal/v1/events`))")
                .formatted(service);
    }

    private static Map<String, Object> router(String service, String rule, String... more) {
        List<String> middlewares = new ArrayList<>(List.of("in-flight", "compress"));
        middlewares.addAll(List.of(more));
        return Map.of(
                "rule", rule, "service", service, "entryPoints", List.of("web", "inside"), "middlewares", middlewares);
    }

    private static Map<String, Object> balancer(ClusterState state, String service) {
        List<Map<String, Object>> servers = state.instances(service).stream()
                .map(one -> Map.<String, Object>of(
                        "url", one.url(), "weight", state.weights().getOrDefault(one.name(), 1)))
                .toList();
        Map<String, Object> balancer = new LinkedHashMap<>(Map.of(
                "strategy",
                state.strategy().name(),
                "servers",
                servers,
                "passHostHeader",
                true,
                "serversTransport",
                "comptoir"));
        if (servers.size() > 1) {
            balancer.putAll(CHECKS);
        }
        return balancer;
    }

    private static Map<String, Object> middlewares() {
        return Map.of(
                "in-flight", Map.of("inFlightReq", Map.of("amount", IN_FLIGHT)),
                "compress",
                        Map.of(
                                "compress",
                                Map.of(
                                        "includedContentTypes",
                                        COMPRESSED,
                                        "minResponseBodyBytes",
                                        1024,
                                        "encodings",
                                        List.of("zstd", "gzip"))),
                "repeat",
                        Map.of(
                                "retry",
                                Map.of(
                                        "attempts",
                                        ATTEMPTS,
                                        "initialInterval",
                                        "50ms",
                                        "status",
                                        List.of("502", "504"),
                                        "retryNonIdempotentMethod",
                                        true)));
    }

    private static Map<String, Object> transport() {
        return Map.of(
                "maxIdleConnsPerHost",
                128,
                "forwardingTimeouts",
                Map.of("dialTimeout", "200ms", "responseHeaderTimeout", "10s", "idleConnTimeout", IDLE_CONNECTION));
    }
}
