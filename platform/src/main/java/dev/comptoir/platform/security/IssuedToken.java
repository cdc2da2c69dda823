package dev.comptoir.platform.security;

import java.time.Instant;

/**
 * The token of a login.
 *
 * @param token for the header {@code Authorization: Bearer}
 * @param expiresAt when it expires
 */
public record IssuedToken(String token, Instant expiresAt) {

    /** Keeps the token out of logs. */
    @Override
    public String toString() {
        return "IssuedToken[expiresAt=" + expiresAt + "]";
    }
}
