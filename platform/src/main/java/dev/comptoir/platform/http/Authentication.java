package dev.comptoir.platform.http;

/** Authenticates a caller by the token of its request. */
public interface Authentication {
    /** @throws Refused when the token is not a valid one of this service */
    Caller staff(String token);

    /** @throws Refused when the token is not a valid one of a peer for this service */
    Caller peer(String token);
}
