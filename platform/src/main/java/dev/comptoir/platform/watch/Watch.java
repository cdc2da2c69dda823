package dev.comptoir.platform.watch;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Looks at some instances every few seconds and remembers the last quarter of an hour. */
public final class Watch implements Watching {
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final int LOOKS = 181;
    private static final int TARGETS_LIMIT = 64;
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final Clock clock;
    private final List<Watched> watched;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("watch").factory());

    private Watch(List<Target> targets, Clock clock) {
        this.clock = clock;
        this.watched = targets.stream().limit(TARGETS_LIMIT).map(Watched::new).toList();
    }

    private static final class Watched {
        private final Target target;
        /** An absent look is one that was not answered. */
        private final Deque<Seen> looks = new ArrayDeque<>();

        private Watched(Target target) {
            this.target = target;
        }

        private record Seen(@Nullable Look look) {}

        private synchronized void add(@Nullable Look look) {
            if (looks.size() == LOOKS) {
                looks.removeFirst();
            }
            looks.addLast(new Seen(look));
        }

        private synchronized Signals signals() {
            List<Signals.Point> points = new ArrayList<>();
            Look before = null;
            for (Seen seen : looks) {
                if (before != null && seen.look() != null) {
                    Signals.Point point = seen.look().since(before);
                    if (point != null) {
                        points.add(point);
                    }
                }
                before = seen.look();
            }
            boolean up = !looks.isEmpty() && looks.getLast().look() != null;
            return new Signals(target.service(), target.address().getAuthority(), up, points);
        }
    }

    /** Begins to look, every {@link #PAUSE}. */
    public static Watch start(List<Target> targets, Clock clock) {
        Watch watch = new Watch(targets, clock);
        var _ = watch.rounds.scheduleAtFixedRate(watch::round, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    private void round() {
        watched.forEach(one -> one.add(look(one.target)));
    }

    private @Nullable Look look(Target target) {
        try {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(target.address().resolve("/metrics"))
                            .timeout(LIMIT)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 ? Look.of(clock.instant(), response.body()) : null;
        } catch (IOException away) {
            return null;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** In the order in which they were named. */
    @Override
    public List<Signals> signals() {
        return watched.stream().map(Watched::signals).toList();
    }

    @Override
    public void close() {
        rounds.shutdownNow();
        client.shutdownNow();
    }
}
