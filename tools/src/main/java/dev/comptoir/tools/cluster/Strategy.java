package dev.comptoir.tools.cluster;

/** How Traefik chooses an instance of a service; the names are Traefik's own. */
public enum Strategy {
    wrr,
    p2c,
    leasttime,
    hrw
}
