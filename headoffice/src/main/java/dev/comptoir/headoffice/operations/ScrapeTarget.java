package dev.comptoir.headoffice.operations;

import java.net.URI;

/**
 * An instance whose metrics are scraped.
 *
 * @param service the service it belongs to
 * @param address the root of its port, {@code http://host:port}
 */
public record ScrapeTarget(String service, URI address) {}
