package dev.comptoir.ui.testpages.second;

/** Owns the pages in the folder {@code web} beside it. */
public final class Second {
    private Second() {}
}
