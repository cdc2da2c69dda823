package dev.comptoir.ui.testpages.second;

/** Owns pages, which stand in the folder {@code web} beside it. */
public final class Second {
    private Second() {}
}
