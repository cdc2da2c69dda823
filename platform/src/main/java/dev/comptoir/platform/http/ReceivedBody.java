package dev.comptoir.platform.http;

import java.util.concurrent.Semaphore;

/** The body of a request, and the memory that it takes until it is closed. */
final class ReceivedBody implements AutoCloseable {
    static final ReceivedBody NONE = new ReceivedBody(new byte[0], new Semaphore(0), 0);

    private final byte[] bytes;
    private final Semaphore memory;
    private final int taken;

    /** @param taken permits of the memory */
    ReceivedBody(byte[] bytes, Semaphore memory, int taken) {
        this.bytes = bytes;
        this.memory = memory;
        this.taken = taken;
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public void close() {
        memory.release(taken);
    }
}
