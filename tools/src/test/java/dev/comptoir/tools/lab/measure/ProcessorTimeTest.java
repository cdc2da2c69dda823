package dev.comptoir.tools.lab.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Processor time is counted, not elapsed time. */
class ProcessorTimeTest {
    private static final long OWN = ProcessHandle.current().pid();

    @Test
    void aThreadThatComputesUsesItsTime() throws InterruptedException {
        double before = ProcessorTime.of(OWN);
        CountDownLatch measured = new CountDownLatch(1);
        Thread busy = Thread.ofPlatform().name("busy").start(() -> {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(400);
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            measured.countDown();
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(5));
        });
        measured.await();
        double ofThread = ProcessorTime.ofThreads(OWN, name -> name).getOrDefault("busy", 0.0);
        LockSupport.unpark(busy);
        assertThat(ofThread).isBetween(0.05, 0.45);
        assertThat(ProcessorTime.of(OWN) - before).isGreaterThanOrEqualTo(ofThread - 0.02);
    }

    @Test
    void aProcessThatSleepsUsesNone() throws IOException, InterruptedException {
        Process sleeping = new ProcessBuilder("sleep", "30").start();
        try {
            Thread.sleep(300);
            assertThat(ProcessorTime.of(sleeping.pid())).isLessThan(0.05);
            assertThat(ProcessorTime.ofChildren(OWN, line -> line.startsWith("sleep") ? "sleep" : "others"))
                    .containsKey("sleep");
        } finally {
            sleeping.destroy();
        }
    }

    @Test
    void theTimeOfAChildThatHasEndedStays() throws IOException, InterruptedException {
        double before = ProcessorTime.withChildren(OWN);
        new ProcessBuilder("sh", "-c", "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done")
                .start()
                .waitFor();
        assertThat(ProcessorTime.withChildren(OWN) - before).isGreaterThan(0.05);
    }

    @Test
    void aProcessThatHasEndedHasNone() {
        assertThat(ProcessorTime.of(Integer.MAX_VALUE)).isZero();
    }
}
