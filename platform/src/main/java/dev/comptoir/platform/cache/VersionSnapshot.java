package dev.comptoir.platform.cache;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How often each topic had changed at one moment. A topic that never changed has version 0.
 *
 * @param server what is the same as long as the database is: another one after a restart or a restore
 */
public record VersionSnapshot(List<Long> server, Map<String, Long> byTopic) {
    public VersionSnapshot {
        server = List.copyOf(server);
        byTopic = Map.copyOf(byTopic);
    }

    /** The versions of some topics, in their order. Two that are equal were read while nothing of it changed. */
    List<Long> of(List<String> topics) {
        return Stream.concat(server.stream(), topics.stream().map(topic -> byTopic.getOrDefault(topic, 0L)))
                .toList();
    }
}
