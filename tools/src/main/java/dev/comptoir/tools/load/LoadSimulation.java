package dev.comptoir.tools.load;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.core.OpenInjectionStep;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run. Gatling makes it by its name, so it finds what it needs where {@link LoadMain} left it. */
public final class LoadSimulation extends Simulation {
    private static final double QUIET = 0.2;
    private static @Nullable LoadSettings settings;
    private static @Nullable Arrivals arrivals;

    public LoadSimulation() {
        if (settings == null || arrivals == null) {
            throw new IllegalStateException("run LoadMain");
        }
        LoadSettings wanted = settings;
        Arrivals who = arrivals;
        List<PopulationBuilder> populations = wanted.scenarios().stream()
                .map(scenario -> who.of(scenario).injectOpen(steps(scenario, wanted)))
                .toList();
        // As many connections as are needed at once, kept, as a load balancer in front of browsers has them.
        setUp(populations).protocols(http.shareConnections().disableCaching().acceptHeader("application/json"));
    }

    static void prepare(LoadSettings wanted, Arrivals who) {
        settings = wanted;
        arrivals = who;
    }

    private static OpenInjectionStep[] steps(Scenario scenario, LoadSettings wanted) {
        int rate = wanted.rate();
        if (scenario != Scenario.DAY) {
            return new OpenInjectionStep[] {
                constantUsersPerSec(rate).during((long) wanted.warmUpSeconds() + wanted.seconds())
            };
        }
        int part = Math.max(1, wanted.seconds() / 3);
        return new OpenInjectionStep[] {
            rampUsersPerSec(rate * QUIET).to(rate).during(part),
            constantUsersPerSec(rate).during(part),
            rampUsersPerSec(rate).to(rate * QUIET).during(part)
        };
    }
}
