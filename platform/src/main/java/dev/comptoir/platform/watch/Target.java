package dev.comptoir.platform.watch;

import java.net.URI;

/** An instance: the service it belongs to, and the root of its port, {@code http://host:port}. */
public record Target(String service, URI address) {}
