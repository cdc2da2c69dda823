package dev.comptoir.tools.cluster;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * How Traefik distributes the requests for a service among its instances.
 *
 * @param weights by instance, used by {@link Strategy#wrr}; the default is 1
 */
public record Balancing(Strategy strategy, Map<String, Integer> weights) {
    /** Good without tuning; docs/cluster.md compares the strategies. */
    public static final Balancing DEFAULT = new Balancing(Strategy.p2c, Map.of());

    private static final Pattern INSTANCE = Pattern.compile("(store|headoffice|logistics)-[0-9]{1,3}");
    private static final int MAX_WEIGHT = 9_999;

    public Balancing {
        weights.forEach((instance, weight) -> {
            if (!INSTANCE.matcher(instance).matches() || weight < 1 || weight > MAX_WEIGHT) {
                throw new UserError("Expected weights from 1 to %d like store-1=3,store-2=1, not %s=%d."
                        .formatted(MAX_WEIGHT, instance, weight));
            }
        });
    }

    int weightOf(String instance) {
        return weights.getOrDefault(instance, 1);
    }
}
