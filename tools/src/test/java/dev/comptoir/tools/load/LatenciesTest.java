package dev.comptoir.tools.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Property
    void aPercentileIsAtMostOnePercentTooHighAndNeverTooLow(
            @ForAll @Size(min = 1, max = 50) List<@DoubleRange(min = 0.1, max = 60_000) Double> times) {
        Latencies latencies = new Latencies();
        times.forEach(latencies::add);
        List<Double> sorted = times.stream().sorted().toList();
        for (int percent : new int[] {50, 99, 100}) {
            double exact = sorted.get((int) Math.ceil(sorted.size() * percent / 100.0) - 1);
            assertThat(latencies.percentile(percent)).isBetween(exact * 0.9999, exact * 1.01 + 0.001);
        }
    }

    @Test
    void theTextKeepsEverything() {
        Latencies latencies = new Latencies();
        for (double time : new double[] {0.01, 1, 1, 30, 999, 1_000_000}) {
            latencies.add(time);
        }
        Latencies read = Latencies.of(latencies.text());
        assertThat(read).isEqualTo(latencies);
        assertThat(read.count()).isEqualTo(6);
        assertThat(read.within(100)).isEqualTo(4);
        assertThat(read.plus(latencies).count()).isEqualTo(12);
        assertThat(new Latencies().percentile(50)).isNaN();
    }
}
