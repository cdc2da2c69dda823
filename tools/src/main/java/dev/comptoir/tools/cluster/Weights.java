package dev.comptoir.tools.cluster;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Shares of the traffic by instance: {@code store-1:3,store-2:1}. */
public final class Weights {
    private static final Pattern ONE = Pattern.compile("(store|headoffice|logistics)-[0-9]{1,3}:[1-9][0-9]{0,3}");

    private Weights() {}

    /** @throws UserError when the text is none */
    public static Map<String, Integer> of(String text) {
        Map<String, Integer> weights = new HashMap<>();
        for (String part : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            if (!ONE.matcher(part).matches()) {
                throw new UserError("WEIGHTS: store-1:3,store-2:1 is expected, with 1 to 9999, not " + part);
            }
            weights.put(part.substring(0, part.indexOf(':')), Integer.valueOf(part.substring(part.indexOf(':') + 1)));
        }
        return weights;
    }
}
