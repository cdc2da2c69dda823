package dev.comptoir.headoffice.operations;

import java.util.List;

/** The golden signals of all instances over the last 15 minutes. */
public interface SignalHistory extends AutoCloseable {
    /**
     * The signals of each instance.
     *
     * @throws IllegalStateException when they are not available at the moment
     */
    List<GoldenSignals> signals();

    @Override
    void close();
}
