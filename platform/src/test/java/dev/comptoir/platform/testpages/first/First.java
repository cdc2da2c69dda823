package dev.comptoir.platform.testpages.first;

/** Owns pages, which stand in the folder {@code web} beside it. */
public final class First {
    private First() {}
}
