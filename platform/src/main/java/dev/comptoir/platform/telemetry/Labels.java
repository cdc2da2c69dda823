package dev.comptoir.platform.telemetry;

import io.micrometer.core.instrument.Tag;
import java.util.List;
import java.util.stream.IntStream;

/** Combines keys and values into Micrometer tags. */
final class Labels {
    private Labels() {}

    static List<Tag> of(List<String> keys, List<String> values) {
        if (keys.size() != values.size()) {
            throw new IllegalArgumentException("expected one value for each of the labels " + keys);
        }
        return IntStream.range(0, keys.size())
                .mapToObj(place -> Tag.of(keys.get(place), values.get(place)))
                .toList();
    }
}
