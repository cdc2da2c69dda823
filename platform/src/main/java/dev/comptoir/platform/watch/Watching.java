package dev.comptoir.platform.watch;

import java.util.List;

/** Knows how instances have done in the last quarter of an hour. */
public interface Watching extends AutoCloseable {
    /**
     * How each instance has done.
     *
     * @throws IllegalStateException when that cannot be known now
     */
    List<Signals> signals();

    @Override
    void close();
}
