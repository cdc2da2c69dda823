package dev.comptoir.tools.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The two files that configure Traefik; docs/cluster.md gives the reason for each setting. */
public final class TraefikConfiguration {
    private static final String STATIC = """
            global: {checkNewVersion: false, sendAnonymousUsage: false}
            entryPoints:
              web:
            %s
              inside:
            %s
              traefik: {address: "127.0.0.1:%d"}
            providers:
              providersThrottleDuration: 100ms
              file: {filename: %s, watch: true}
            api: {dashboard: true, insecure: true}
            ping: {entryPoint: traefik}
            log: {level: INFO, format: json}
            accessLog: {filePath: %s, format: json}
            metrics:
              prometheus:
                entryPoint: traefik
                addServicesLabels: true
                buckets: ["0.001", "0.002", "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "10"]
            """;

    private static final String ENTRY_POINT = """
            address: "%s"
            transport: {respondingTimeouts: {readTimeout: 10s, writeTimeout: 0s, idleTimeout: 60s}}
            forwardedHeaders: {insecure: false}
            http: {aliasHeadersStrategy: delete%s}
            """.indent(4).stripTrailing();

    /**
     * Retries: with pauses of 50 to 100 ms, 20 attempts last longer than the second within which a check finds a dead
     * instance. Until then every attempt may reach it again, because strategies that prefer the least busy instance prefer
     * a dead one. A time-out (504) is not repeated, because the instance still works on the request. Idle connections end
     * before the services end them, so that no request is sent on a closed one.
     *
     * <p>Bodies: Traefik allocates {@code maxRequestBodyBytes} for every request that may be repeated, with or without a
     * body, and reads the body before the first attempt. A larger body is passed on unread and not repeated.
     */
    private static final String DYNAMIC = """
            http:
              middlewares:
                receiving: {inFlightReq: {amount: 4000}}
                in-flight: {inFlightReq: {amount: 2000}}
                compress:
                  compress:
                    includedContentTypes:
                      [application/json, application/problem+json, text/html, text/css, text/javascript, image/svg+xml]
                    minResponseBodyBytes: 1024
                    encodings: [zstd, gzip]
                repeat:
                  retry:
                    attempts: 20
                    initialInterval: 50ms
                    status: ["502"]
                    retryNonIdempotentMethod: true
                    maxRequestBodyBytes: 65536
              serversTransports:
                comptoir:
                  maxIdleConnsPerHost: 128
                  forwardingTimeouts: {dialTimeout: 200ms, responseHeaderTimeout: 10s, idleConnTimeout: 20s}
              routers:
            %s
              services:
            %s
            """;

    /**
     * The first router is for requests that may reach an instance twice: reads, methods that HTTP defines as idempotent,
     * writes with an idempotency key or a version, events (the inbox has their ids), logins. Such a request counts as in
     * flight once its body has been read: clients that never send the rest of a body take no place from the others.
     */
    private static final String ROUTERS = """
            %1$s-repeatable:
              rule: "PathPrefix(`/%1$s`) && (Method(`GET`) || Method(`HEAD`) || Method(`PUT`) || Method(`DELETE`)\
             || HeaderRegexp(`Idempotency-Key`, `.+`) || HeaderRegexp(`If-Match`, `.+`)\
             || Path(`/%1$s/api/v1/login`) || Path(`/%1$s/internal/v1/events`))"
              service: %1$s
              entryPoints: [web, inside]
              middlewares: [receiving, compress, repeat, in-flight]
            %1$s:
              rule: "PathPrefix(`/%1$s`)"
              service: %1$s
              entryPoints: [web, inside]
              middlewares: [in-flight, compress]
            """;

    private static final String SERVICE = """
            %s:
              loadBalancer:
                strategy: "%s"
                passHostHeader: true
                serversTransport: comptoir
                servers: [%s]
            """;

    /**
     * Only if another instance can take over: one slow instance is better than none. For the same reason, a check allows
     * 5 s: a killed or stopping instance refuses the next check at once.
     */
    private static final String CHECKS = """
                healthCheck: {path: /health/ready, interval: 1s, unhealthyInterval: 1s, timeout: 5s}
                passiveHealthCheck: {failureWindow: 1s, maxFailedAttempts: 10}
            """;

    private TraefikConfiguration() {}

    /** What Traefik reads once, when it starts. */
    public static String staticFile(ClusterState state, Path folder) {
        ClusterState.Ports ports = state.ports();
        return STATIC.formatted(
                ENTRY_POINT.formatted(":" + ports.clients(), state.tls().isPresent() ? ", tls: {}" : ""),
                ENTRY_POINT.formatted("127.0.0.1:" + ports.services(), ""),
                ports.admin(),
                quoted(folder.resolve("dynamic.yml").toString()),
                quoted(folder.resolve("logs/access.log").toString()));
    }

    /** What Traefik follows while it runs. */
    public static String dynamicFile(ClusterState state) {
        String all = DYNAMIC.formatted(
                ClusterState.SERVICES.stream()
                        .map(ROUTERS::formatted)
                        .map(TraefikConfiguration::nested)
                        .collect(Collectors.joining("\n")),
                ClusterState.SERVICES.stream()
                        .map(service -> nested(service(state, service)))
                        .collect(Collectors.joining("\n")));
        return all + state.tls().map(TraefikConfiguration::certificate).orElse("");
    }

    private static String service(ClusterState state, String name) {
        List<ClusterProcess> instances = state.instances(name);
        String servers = instances.stream()
                .map(one -> "{url: \"%s\", weight: %d}"
                        .formatted(one.url(), state.balancing().weightOf(one.name())))
                .collect(Collectors.joining(", "));
        return SERVICE.formatted(name, state.balancing().strategy(), servers) + (instances.size() > 1 ? CHECKS : "");
    }

    private static String certificate(Tls tls) {
        return "tls:\n  certificates: [{certFile: %s, keyFile: %s}]\n"
                .formatted(quoted(tls.certificate()), quoted(tls.key()));
    }

    private static String nested(String yaml) {
        return yaml.indent(4).stripTrailing();
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
