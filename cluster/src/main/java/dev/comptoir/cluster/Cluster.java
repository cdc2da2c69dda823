package dev.comptoir.cluster;

import dev.comptoir.demo.DemoPostgres;
import dev.comptoir.demo.Person;
import dev.comptoir.demo.Secrets;
import dev.comptoir.demo.Seeding;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What can be done with the cluster in a folder. */
final class Cluster {
    /** Drain, requests in flight and the end of the pool. */
    private static final long END_LIMIT_SECONDS = 40;

    private final ClusterFolder folder;
    private final Launcher launcher;

    Cluster(Path folder, Path project) {
        this.folder = ClusterFolder.at(folder);
        this.launcher = new Launcher(this.folder, project);
    }

    /** What is asked of a start. */
    record Plan(
            int port,
            Map<String, Integer> counts,
            Strategy strategy,
            Map<String, Integer> weights,
            String certificate,
            String key) {}

    /** Starts everything; what had started is ended when something fails. */
    ClusterState up(Plan plan) {
        if (folder.state().isPresent()) {
            throw new Curable("a cluster is there already: make cluster-status shows it, make cluster-down ends it");
        }
        if (Readiness.status("http://127.0.0.1:" + plan.port()) != 0) {
            throw new Curable("another process listens on port " + plan.port() + ": choose one with PORT=…");
        }
        Map<String, String> homes = databases();
        ClusterState state = new ClusterState(
                plan.port(),
                Launcher.freePort(),
                plan.strategy(),
                plan.weights(),
                plan.certificate(),
                plan.key(),
                homes,
                List.of());
        folder.keep(state);
        try {
            state = startAll(state, plan.counts());
            seed(state);
            return state;
        } catch (RuntimeException failure) {
            down();
            throw failure;
        }
    }

    private ClusterState startAll(ClusterState empty, Map<String, Integer> counts) {
        ClusterState state = empty.with(launcher.traefik(empty));
        folder.keep(state);
        for (String service : ClusterState.SERVICES) {
            state = grow(state, service, counts.getOrDefault(service, 1));
        }
        publish(state);
        for (String service : ClusterState.SERVICES) {
            state.instances(service).forEach(one -> Readiness.await(one, one.url() + "/health/ready"));
        }
        return state;
    }

    /** The server lives on when this process ends: nothing here closes it. */
    private Map<String, String> databases() {
        DemoPostgres postgres = DemoPostgres.start(folder.path());
        return DemoPostgres.DATABASES.stream().collect(Collectors.toMap(Function.identity(), postgres::jdbcUrl));
    }

    private void seed(ClusterState state) {
        if (!state.tls()) {
            Running proxy = state.named(ClusterState.PROXY).orElseThrow();
            ClusterState.SERVICES.forEach(service -> Readiness.await(proxy, state.address() + "/" + service + "/docs"));
        }
        if (!folder.isSeeded()) {
            new Seeding(first(state, "store"), first(state, "headoffice"), first(state, "logistics"), people()).seed();
            folder.write("seeded", Instant.now() + "\n");
        }
    }

    /** Straight to an instance: its first, cold answers may come too late for the proxy's check. */
    private static String first(ClusterState state, String service) {
        return state.instances(service).getFirst().url();
    }

    List<Person> people() {
        return Person.all(Secrets.in(folder.path().resolve("secrets.properties")));
    }

    /** Brings a service to so many instances; the ones with the highest numbers end first, in order. */
    ClusterState scale(String service, int count) {
        ClusterState state = state();
        int now = state.instances(service).size();
        if (count >= now) {
            state = grow(state, service, count);
            List<Running> fresh = state.instances(service).subList(now, count);
            fresh.forEach(one -> Readiness.await(one, one.url() + "/health/ready"));
        } else {
            for (Running last : state.instances(service).subList(count, now)) {
                end(last);
                state = state.without(last.name());
            }
        }
        publish(state);
        return state;
    }

    private ClusterState grow(ClusterState before, String service, int count) {
        ClusterState state = before;
        List<Running> there = state.instances(service);
        int number = there.isEmpty() ? 0 : ClusterState.number(there.getLast());
        for (int missing = count - there.size(); missing > 0; missing--) {
            number++;
            state = state.with(launcher.instance(state, service, service + "-" + number, 0));
            folder.keep(state);
        }
        return state;
    }

    private void publish(ClusterState state) {
        folder.keep(state);
        folder.write("dynamic.yml", TraefikFiles.watched(state));
    }

    void kill(String name) {
        living(name).destroyForcibly();
    }

    /** As in production: readiness fails, requests in flight end, then the process. */
    void stop(String name) {
        living(name);
        end(named(name));
    }

    /** Ends it in order when it runs, and starts it on the same port. */
    void restart(String name) {
        Running old = named(name);
        end(old);
        ClusterState state = state();
        Running fresh = name.equals(ClusterState.PROXY)
                ? launcher.traefik(state)
                : launcher.instance(state, old.service(), name, old.port());
        folder.keep(state.with(fresh));
        String ready = name.equals(ClusterState.PROXY)
                ? "http://127.0.0.1:" + state.adminPort() + "/ping"
                : fresh.url() + "/health/ready";
        Readiness.await(fresh, ready);
    }

    void signal(String name, String signal) {
        long pid = living(name).pid();
        try {
            new ProcessBuilder("kill", "-" + signal, String.valueOf(pid))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (java.io.IOException failure) {
            throw new Curable("the command kill was not found: install procps");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends all processes, the database last; the data stays. */
    void down() {
        ClusterState state = state();
        state.processes().stream()
                .filter(one -> !one.service().equals(ClusterState.PROXY))
                .forEach(one -> one.process().ifPresent(this::continueAndEnd));
        state.processes().stream()
                .filter(one -> !one.service().equals(ClusterState.PROXY))
                .forEach(Cluster::end);
        state.named(ClusterState.PROXY).ifPresent(Cluster::end);
        DemoPostgres.endLeftBehind(folder.path());
        folder.forget();
    }

    /** A paused process hears nothing until it goes on. */
    private void continueAndEnd(ProcessHandle process) {
        state().processes().stream()
                .filter(one -> one.pid() == process.pid())
                .forEach(one -> signal(one.name(), "CONT"));
        process.destroy();
    }

    private static void end(Running one) {
        one.process().ifPresent(process -> {
            process.destroy();
            try {
                process.onExit().get(END_LIMIT_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException | ExecutionException stuck) {
                process.destroyForcibly();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private ProcessHandle living(String name) {
        return named(name).process().orElseThrow(() -> new Curable(name + " has ended: make restart I=" + name));
    }

    private Running named(String name) {
        ClusterState state = state();
        return state.named(name)
                .orElseThrow(() -> new Curable("there is no " + name + ", but "
                        + state.processes().stream().map(Running::name).collect(Collectors.joining(", "))));
    }

    ClusterState state() {
        return folder.state().orElseThrow(() -> new Curable("no cluster is there: make cluster starts one"));
    }

    Path log(String name) {
        return folder.log(name);
    }
}
