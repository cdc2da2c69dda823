package dev.comptoir.ui.testpages.first;

/** Owns the pages in the folder {@code web} beside it. */
public final class First {
    private First() {}
}
