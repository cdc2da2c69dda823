package dev.comptoir.store.checkout;

/** The result of a request, or the reason for its refusal. */
public sealed interface Outcome<T> {
    record Done<T>(T result) implements Outcome<T> {}

    record Refused<T>(Refusal reason) implements Outcome<T> {}
}
