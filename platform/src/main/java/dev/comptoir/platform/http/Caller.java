package dev.comptoir.platform.http;

import java.time.Instant;
import java.util.Map;

/**
 * Who sent a request, as its token proves.
 *
 * @param name the employee's username, or the peer's name
 * @param role the role's word; {@code peer} for a service
 * @param attributes further claims of the token: the store, the register
 * @param tokenId the token, so that it can be revoked
 * @param expiresAt when the token ends by itself
 */
public record Caller(String name, String role, Map<String, String> attributes, String tokenId, Instant expiresAt) {
    public Caller {
        attributes = Map.copyOf(attributes);
    }

    /** @throws IllegalStateException when the token lacks it, which only a defect of this service can cause */
    public String attribute(String name) {
        String value = attributes.get(name);
        if (value == null) {
            throw new IllegalStateException("the token has no " + name);
        }
        return value;
    }
}
