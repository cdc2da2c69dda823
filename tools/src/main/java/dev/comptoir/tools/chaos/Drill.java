package dev.comptoir.tools.chaos;

import dev.comptoir.tools.cluster.Cluster;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What operators are shown is true, and every alert is fired once by a real fault: on a cluster of its own, with a real
 * Prometheus that has the files of {@code deploy/prometheus}.
 */
final class Drill {
    /** Those in a line strike together, because their alerts take minutes. */
    private static final List<List<Exercise>> EXERCISES = List.of(
            List.of(Exercise.DAMAGED_BOOKS),
            List.of(Exercise.DAMAGED_EVENT),
            List.of(Exercise.LOCKED_TABLE),
            List.of(Exercise.FULL_HEAP, Exercise.STORE_GONE));

    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final int REQUESTS_PER_SECOND = 12;

    private final Scene scene;
    private final Monitor monitor;
    private boolean good = true;

    private Drill(Scene scene, Monitor monitor) {
        this.scene = scene;
        this.monitor = monitor;
    }

    /**
     * Takes 20 minutes.
     *
     * @param folder of Prometheus
     * @return whether all metrics are right and every alert fired
     */
    static boolean run(Cluster cluster, Path folder, Path project) {
        People people = People.at(cluster.state().address(), cluster);
        people.prepare(Books.read(cluster).prices().size());
        try (Monitor monitor = Monitor.start(folder, project, cluster);
                Scene scene = new Scene(cluster, people)) {
            Drill drill = new Drill(scene, monitor);
            drill.tell(Truth.of(scene, monitor).told());
            drill.exercise();
            return drill.good;
        }
    }

    private void tell(List<Finding> findings) {
        for (Finding finding : findings) {
            System.out.println((finding.good() ? "  yes  " : "  NO   ") + finding.text());
            good &= finding.good();
        }
    }

    /** @param good whether it is as it must be */
    record Finding(boolean good, String text) {}

    private void exercise() {
        AtomicBoolean open = new AtomicBoolean(true);
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
                ExecutorService clock = Executors.newVirtualThreadPerTaskExecutor()) {
            clock.execute(() -> work(workers, open));
            try {
                Pause.of(Monitor.SCRAPE.multipliedBy(2));
                Set<String> before = monitor.firing();
                tell(List.of(new Finding(before.isEmpty(), "no alert without a fault " + before)));
                EXERCISES.forEach(this::exercise);
            } finally {
                open.set(false);
            }
        }
    }

    private void work(ExecutorService workers, AtomicBoolean open) {
        Instant start = Instant.now();
        for (int number = 0; open.get(); number++) {
            Pause.until(start.plusMillis(1_000L / REQUESTS_PER_SECOND * number));
            int step = number;
            workers.execute(() -> scene.work(step));
        }
    }

    private void exercise(List<Exercise> together) {
        Map<String, Instant> awaited = new TreeMap<>();
        for (Exercise exercise : together) {
            System.out.println("  " + exercise.description);
            exercise.alerts().forEach(alert -> awaited.put(alert, Instant.now()));
            exercise.strike(scene);
        }
        Instant limit = Instant.now().plus(LIMIT);
        while (!awaited.isEmpty() && Instant.now().isBefore(limit)) {
            Pause.of(Duration.ofMillis(500));
            Instant now = Instant.now();
            for (String alert : monitor.firing()) {
                Instant struck = awaited.remove(alert);
                if (struck != null) {
                    tell(List.of(new Finding(
                            true,
                            "%s fired after %d s"
                                    .formatted(
                                            alert, Duration.between(struck, now).toSeconds()))));
                }
            }
        }
        awaited.keySet().forEach(alert -> tell(List.of(new Finding(false, alert + " did not fire"))));
        together.forEach(exercise -> exercise.cure(scene));
    }
}
