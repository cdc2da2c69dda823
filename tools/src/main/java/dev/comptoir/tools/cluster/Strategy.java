package dev.comptoir.tools.cluster;

/** How Traefik chooses among the instances of a service; the names are Traefik's own. */
public enum Strategy {
    wrr,
    p2c,
    leasttime,
    hrw
}
