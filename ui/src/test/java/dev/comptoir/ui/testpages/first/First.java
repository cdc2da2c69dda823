package dev.comptoir.ui.testpages.first;

/** Owns pages, which stand in the folder {@code web} beside it. */
public final class First {
    private First() {}
}
