package dev.comptoir.platform.http;

import java.time.Instant;
import java.util.Map;

/**
 * The sender of a request, by its token.
 *
 * @param name the employee's username, or the peer's name
 * @param role the role's word; {@code peer} for a service
 * @param attributes further claims of the token: the store, the register
 * @param tokenId the token, so that it can be revoked
 * @param expiresAt when the token expires
 */
public record Caller(String name, String role, Map<String, String> attributes, String tokenId, Instant expiresAt) {
    public Caller {
        attributes = Map.copyOf(attributes);
    }

    /** @throws IllegalStateException when the token has no such claim, which is a defect of this service */
    public String attribute(String name) {
        String value = attributes.get(name);
        if (value == null) {
            throw new IllegalStateException("the token has no " + name);
        }
        return value;
    }
}
