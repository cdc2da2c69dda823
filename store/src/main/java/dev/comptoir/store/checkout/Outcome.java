package dev.comptoir.store.checkout;

/** What came of a request: its result, or the reason why there is none. */
sealed interface Outcome<T> {
    record Done<T>(T result) implements Outcome<T> {}

    record Refused<T>(Refusal reason) implements Outcome<T> {}
}
