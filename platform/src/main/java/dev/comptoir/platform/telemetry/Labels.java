package dev.comptoir.platform.telemetry;

import io.micrometer.core.instrument.Tag;
import java.util.List;
import java.util.stream.IntStream;

/** Keys and values, put together. */
final class Labels {
    private Labels() {}

    static List<Tag> of(List<String> keys, List<String> values) {
        if (keys.size() != values.size()) {
            throw new IllegalArgumentException("values are wanted for the labels " + keys);
        }
        return IntStream.range(0, keys.size())
                .mapToObj(place -> Tag.of(keys.get(place), values.get(place)))
                .toList();
    }
}
