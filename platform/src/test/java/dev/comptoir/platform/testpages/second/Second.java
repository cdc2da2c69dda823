package dev.comptoir.platform.testpages.second;

/** Owns pages, which stand in the folder {@code web} beside it. */
public final class Second {
    private Second() {}
}
