package dev.comptoir.headoffice.operations;

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
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Scrapes instances every {@link #INTERVAL} and keeps the scrapes of the last 15 minutes in memory. */
public final class Scraper implements SignalHistory {
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final int SCRAPE_LIMIT = 181;
    private static final int TARGET_LIMIT = 64;
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final Clock clock;
    private final List<TargetHistory> histories;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("scraper").factory());

    private Scraper(List<ScrapeTarget> targets, Clock clock) {
        this.clock = clock;
        this.histories =
                targets.stream().limit(TARGET_LIMIT).map(TargetHistory::new).toList();
    }

    private static final class TargetHistory {
        private final ScrapeTarget target;

        /** Oldest first; empty for a scrape that failed. */
        private final Deque<Optional<Scrape>> scrapes = new ArrayDeque<>();

        private TargetHistory(ScrapeTarget target) {
            this.target = target;
        }

        private synchronized void add(Optional<Scrape> scrape) {
            if (scrapes.size() == SCRAPE_LIMIT) {
                scrapes.removeFirst();
            }
            scrapes.addLast(scrape);
        }

        private synchronized GoldenSignals signals() {
            List<GoldenSignals.Point> points = new ArrayList<>();
            Optional<Scrape> previous = Optional.empty();
            for (Optional<Scrape> scrape : scrapes) {
                point(previous, scrape).ifPresent(points::add);
                previous = scrape;
            }
            boolean up = !scrapes.isEmpty() && scrapes.getLast().isPresent();
            return new GoldenSignals(target.service(), target.address().getAuthority(), up, points);
        }

        private static Optional<GoldenSignals.Point> point(Optional<Scrape> previous, Optional<Scrape> scrape) {
            return scrape.flatMap(later -> previous.map(later::since));
        }
    }

    /** Starts with a first scrape of all targets. */
    public static Scraper start(List<ScrapeTarget> targets, Clock clock) {
        Scraper scraper = new Scraper(targets, clock);
        var _ = scraper.scheduler.scheduleAtFixedRate(
                scraper::scrapeAll, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return scraper;
    }

    private void scrapeAll() {
        histories.forEach(history -> history.add(Optional.ofNullable(scrape(history.target))));
    }

    private @Nullable Scrape scrape(ScrapeTarget target) {
        try {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(target.address().resolve("/metrics"))
                            .timeout(TIMEOUT)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 ? Scrape.parse(clock.instant(), response.body()) : null;
        } catch (IOException unreachable) {
            return null;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** In the order of the targets. */
    @Override
    public List<GoldenSignals> signals() {
        return histories.stream().map(TargetHistory::signals).toList();
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
        client.shutdownNow();
    }
}
