package dev.comptoir.platform.live;

import dev.comptoir.platform.http.Access;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.EventStream;
import dev.comptoir.platform.http.Parameter;
import dev.comptoir.platform.http.Refused;
import dev.comptoir.platform.http.Request;
import dev.comptoir.platform.json.Json;
import dev.comptoir.platform.live.Activities.Activity;
import dev.comptoir.platform.live.Activities.Position;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The live stream of activities, as server-sent events. */
public final class LiveApi {
    private static final Parameter<String> LAST_EVENT_ID = Parameter.header(
            "Last-Event-ID",
            "The id of the last event received; the stream continues after it",
            "[0-9]{1,18}-[0-9]{1,18}");
    private static final Duration KEEP_ALIVE_INTERVAL = Duration.ofSeconds(10);

    /** The interval of checks for an expired token and a stopping service. */
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(500);

    private final Activities activities;
    private final Access access;
    private final String summary;
    private final Clock clock;

    /**
     * @param access who may read the stream
     * @param summary for the OpenAPI document
     */
    public LiveApi(Activities activities, Access access, String summary, Clock clock) {
        this.activities = activities;
        this.access = access;
        this.summary = summary;
        this.clock = clock;
    }

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/live", summary)
                .access(access)
                .takes(LAST_EVENT_ID)
                .streamedBy(this::stream));
    }

    private void stream(Request request, EventStream stream) {
        activities.join();
        try {
            send(stream, start(request.find(LAST_EVENT_ID)));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            activities.leave();
        }
    }

    /** A position in the future is from before a restore of the database: the stream then starts now. */
    private Position start(@Nullable String lastEventId) {
        Position now = activities.now();
        if (lastEventId == null) {
            return now;
        }
        Position position = Position.parse(lastEventId);
        if (position == null) {
            throw Refused.invalid("the header Last-Event-ID is not an id of this stream");
        }
        return position.compareTo(now) > 0 ? now : position;
    }

    private void send(EventStream stream, Position start) throws InterruptedException {
        Position position = start;
        Instant lastSent = clock.instant();
        while (!stream.isClosed()) {
            List<Activity> found = activities.after(position);
            for (Activity activity : found) {
                if (!stream.send(
                        activity.position().toString(),
                        activity.kind(),
                        Json.read(activity.payload(), JsonNode.class))) {
                    return;
                }
                position = activity.position();
                lastSent = clock.instant();
            }
            if (found.isEmpty()) {
                activities.await(position, CHECK_INTERVAL);
                if (clock.instant().isAfter(lastSent.plus(KEEP_ALIVE_INTERVAL))) {
                    lastSent = clock.instant();
                    stream.keepAlive();
                }
            }
        }
    }
}
