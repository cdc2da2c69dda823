package dev.comptoir.platform.cache;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How often each cache tag had changed at one moment. A tag that never changed has version 0.
 *
 * @param server identifies the database; it changes with a restart or a restore
 */
public record VersionSnapshot(List<Long> server, Map<String, Long> byTag) {
    public VersionSnapshot {
        server = List.copyOf(server);
        byTag = Map.copyOf(byTag);
    }

    /** The versions of some tags, in their order. Equal versions mean that nothing changed in between. */
    List<Long> of(List<String> tags) {
        return Stream.concat(server.stream(), tags.stream().map(tag -> byTag.getOrDefault(tag, 0L)))
                .toList();
    }
}
