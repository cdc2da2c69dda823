package dev.comptoir.tools.lab.bench;

import dev.comptoir.tools.lab.bench.Line.Reply;

/** What somebody who arrives wants. */
interface Errand {
    /** One arrival. */
    interface Visit {
        byte[] request();

        /** @return whether a 200 says what it must */
        boolean isRight(Reply reply);

        /**
         * Afterwards.
         *
         * @param settled whether it is known what came of it
         */
        default void end(boolean settled) {}
    }

    /** @param number counts the arrivals from 0 */
    Visit visit(int number);

    /** Between measurements, in nobody's time. */
    default void settle() {}
}
