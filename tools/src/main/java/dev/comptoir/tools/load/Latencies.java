package dev.comptoir.tools.load;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SynchronizedHistogram;

/** A histogram of latencies up to two minutes; a percentile is at most 1 % too high and never too low. */
public final class Latencies {
    private static final long HIGHEST_MICROSECONDS = 120_000_000;
    private static final int SIGNIFICANT_DIGITS = 2;
    private static final double PER_MILLISECOND = 1_000;

    private final Histogram histogram;

    public Latencies() {
        this(new SynchronizedHistogram(1, HIGHEST_MICROSECONDS, SIGNIFICANT_DIGITS));
    }

    private Latencies(Histogram histogram) {
        this.histogram = histogram;
    }

    /** The reverse of {@link #text}. */
    @JsonCreator
    public static Latencies of(String text) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text));
            return new Latencies(SynchronizedHistogram.decodeFromCompressedByteBuffer(bytes, HIGHEST_MICROSECONDS));
        } catch (DataFormatException damaged) {
            throw new IllegalArgumentException("these are no latencies: " + text, damaged);
        }
    }

    public void add(double milliseconds) {
        histogram.recordValue(Math.clamp((long) Math.ceil(milliseconds * PER_MILLISECOND), 1, HIGHEST_MICROSECONDS));
    }

    public Latencies plus(Latencies other) {
        Latencies sum = new Latencies();
        sum.histogram.add(histogram);
        sum.histogram.add(other.histogram);
        return sum;
    }

    public long count() {
        return histogram.getTotalCount();
    }

    /** Milliseconds; NaN when there are no latencies. */
    public double mean() {
        return count() == 0 ? Double.NaN : histogram.getMean() / PER_MILLISECOND;
    }

    /**
     * Milliseconds.
     *
     * @param percent above 0, at most 100
     * @return NaN when there are no latencies
     */
    public double percentile(double percent) {
        return count() == 0 ? Double.NaN : histogram.getValueAtPercentile(percent) / PER_MILLISECOND;
    }

    /** How many took at most so long. */
    public long within(double milliseconds) {
        return count() == 0 ? 0 : histogram.getCountBetweenValues(0, (long) (milliseconds * PER_MILLISECOND));
    }

    /** HdrHistogram's compressed encoding in Base64. */
    @JsonValue
    public String text() {
        ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(bytes);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Latencies latencies && histogram.equals(latencies.histogram);
    }

    @Override
    public int hashCode() {
        return histogram.hashCode();
    }
}
