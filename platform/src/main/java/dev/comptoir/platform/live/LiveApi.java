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

/** What happens now, as server-sent events. */
public final class LiveApi {
    private static final Parameter<String> LAST_EVENT_ID = Parameter.header(
            "Last-Event-ID",
            "The id of the last event that was seen; the stream goes on after it",
            "[0-9]{1,18}-[0-9]{1,18}");
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

    /** A token that ended and a stopping service are noticed so soon. */
    private static final Duration STEP = Duration.ofMillis(500);

    private final Activities activities;
    private final Access access;
    private final String summary;
    private final Clock clock;

    /**
     * @param access who may listen
     * @param summary what of, for the OpenAPI document
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
                .streamedBy(this::feed));
    }

    private void feed(Request request, EventStream stream) {
        activities.join();
        try {
            feed(stream, start(request.find(LAST_EVENT_ID)));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            activities.leave();
        }
    }

    /** A position that is not yet reached is from before the database was restored: the stream goes on from now. */
    private Position start(@Nullable String lastEventId) {
        Position now = activities.now();
        if (lastEventId == null) {
            return now;
        }
        Position position = Position.read(lastEventId);
        if (position == null) {
            throw Refused.invalid("the header Last-Event-ID is not an id of this stream");
        }
        return position.compareTo(now) > 0 ? now : position;
    }

    private void feed(EventStream stream, Position start) throws InterruptedException {
        Position position = start;
        Instant lastSign = clock.instant();
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
                lastSign = clock.instant();
            }
            if (found.isEmpty()) {
                activities.await(position, STEP);
                if (clock.instant().isAfter(lastSign.plus(KEEP_ALIVE))) {
                    lastSign = clock.instant();
                    stream.keepAlive();
                }
            }
        }
    }
}
