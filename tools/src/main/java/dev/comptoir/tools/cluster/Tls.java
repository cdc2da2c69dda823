package dev.comptoir.tools.cluster;

/**
 * With what Traefik serves HTTPS.
 *
 * @param certificate PEM file
 * @param key PEM file
 */
public record Tls(String certificate, String key) {}
