package dev.comptoir.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.NoSuchElementException;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** The figures in the output of pgbench. */
class PgbenchTest {
    private static final String OUTPUT = """
            transaction type: <builtin: simple update>
            number of transactions actually processed: 46080
            latency average = 11.120 ms
            initial connection time = 90.002 ms
            tps = 5760.250000 (without initial connection time)
            """;

    @Test
    void theRateIsTheOneWithoutConnectingAndThePercentilesAreThoseOfTheLog() {
        double[] descending =
                DoubleStream.iterate(200, one -> one - 1).limit(200).toArray();
        assertThat(Pgbench.round(OUTPUT, descending)).isEqualTo(new Rounds.Round(5760.25, 101, 199, 0));
    }

    @Test
    void anOutputWithoutARateIsAFailure() {
        assertThatThrownBy(() -> Pgbench.round("pgbench: error: connection refused", new double[1]))
                .isInstanceOf(NoSuchElementException.class);
    }
}
