package dev.comptoir.tools.cluster;

import dev.comptoir.app.Person;
import dev.comptoir.app.PostgresServer;
import dev.comptoir.app.Secrets;
import dev.comptoir.app.Seeding;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What can be done with the cluster in a folder. Commands that change what is written down run one at a time. */
public final class Cluster {
    /** Of a service; all instances together must not exhaust the server's 200 connections. */
    private static final int MOST_INSTANCES = 8;

    private final ClusterFolder folder;
    private final Launcher launcher;

    /**
     * @param folder where state, files, logs and the database are
     * @param project where the services were built
     */
    public Cluster(Path folder, Path project) {
        this(folder, project, Map.of());
    }

    /** @param settings environment variables of every instance, beside those that the cluster sets itself */
    public Cluster(Path folder, Path project, Map<String, String> settings) {
        this.folder = ClusterFolder.at(folder);
        this.launcher = new Launcher(this.folder, project, settings);
    }

    /**
     * What is asked of a start.
     *
     * @param port where Traefik listens; 0 takes one that is free
     * @param counts instances by service, 1 where nothing is said
     * @param certificate PEM file, empty without TLS
     * @param database {@code host:port} of a given server, empty for one of ours
     * @param databasePassword of the given server's roles {@code store}, {@code headoffice} and {@code logistics}
     */
    public record Plan(
            int port,
            Map<String, Integer> counts,
            Strategy strategy,
            Map<String, Integer> weights,
            String certificate,
            String key,
            String database,
            String databasePassword) {
        public Plan {
            if (certificate.isEmpty() != key.isEmpty()) {
                throw new UserError("TLS needs both: CERT=file.pem KEY=file.pem");
            }
            counts.forEach((service, count) -> {
                if (count < 1 || count > MOST_INSTANCES) {
                    throw new UserError("1 to " + MOST_INSTANCES + " instances of " + service + " can be started");
                }
            });
        }
    }

    /** Starts everything; what had started is ended when something fails. */
    public void up(Plan plan) {
        folder.alone(() -> {
            if (folder.state().isPresent()) {
                throw new UserError(
                        "a cluster is there already: make cluster-status shows it, make cluster-down ends it");
            }
            if (!Launcher.isFree(plan.port())) {
                throw new UserError("another process listens on port " + plan.port() + ": choose one with PORT=…");
            }
            launcher.check();
            try {
                seed(startAll(withDatabases(plan), plan.counts()));
            } catch (RuntimeException failure) {
                folder.state().ifPresent(this::endAll);
                throw failure;
            }
        });
    }

    private ClusterState withDatabases(Plan plan) {
        if (!plan.database().isEmpty()) {
            return begin(plan, homes(plan.database()), List.of());
        }
        Running postgres = launcher.postgres(0);
        return begin(plan, homes("127.0.0.1:" + postgres.port()), List.of(postgres));
    }

    private static Map<String, String> homes(String server) {
        return PostgresServer.DATABASES.stream()
                .collect(Collectors.toMap(Function.identity(), name -> "jdbc:postgresql://" + server + "/" + name));
    }

    private ClusterState begin(Plan plan, Map<String, String> homes, List<Running> processes) {
        ClusterState state = new ClusterState(
                plan.port() == 0 ? Launcher.freePort() : plan.port(),
                Launcher.freePort(),
                Launcher.freePort(),
                plan.strategy(),
                plan.weights(),
                plan.certificate(),
                plan.key(),
                homes,
                plan.databasePassword(),
                processes);
        folder.keep(state);
        return state;
    }

    private ClusterState startAll(ClusterState empty, Map<String, Integer> counts) {
        ClusterState state = empty.with(launcher.traefik(empty));
        folder.keep(state);
        for (String service : ClusterState.SERVICES) {
            state = grow(state, service, counts.getOrDefault(service, 1));
        }
        publish(state);
        for (String service : ClusterState.SERVICES) {
            state.instances(service).forEach(one -> Readiness.await(one, one.url() + "/health/ready", folder.log(one)));
        }
        return state;
    }

    private void seed(ClusterState state) {
        Running proxy = state.named(ClusterState.PROXY).orElseThrow();
        ClusterState.SERVICES.forEach(
                service -> Readiness.await(proxy, state.inside() + "/" + service + "/docs", folder.log(proxy)));
        if (!folder.isSeeded()) {
            new Seeding(state.inside(), state.inside(), state.inside(), people()).seed();
            folder.write("seeded", Instant.now() + "\n");
        }
    }

    /** Who can log in. */
    public List<Person> people() {
        return Person.all(Secrets.in(folder.path().resolve("secrets.properties")));
    }

    /**
     * The body of a login.
     *
     * @param place {@code store} and {@code register}, at a service that knows them
     * @throws IllegalArgumentException when there is no such person
     */
    public Map<String, Object> login(String username, Map<String, Object> place) {
        Person person = people().stream()
                .filter(one -> one.username().equals(username))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("nobody is called " + username));
        Map<String, Object> login = new HashMap<>(place);
        login.put("username", username);
        login.put("password", person.password());
        return login;
    }

    /** Brings services to so many instances; the ones with the highest numbers end first, in order. */
    public void scale(Map<String, Integer> counts) {
        folder.alone(() -> counts.forEach(this::scale));
    }

    private void scale(String service, int count) {
        ClusterState state = state();
        int now = state.instances(service).size();
        if (count >= now) {
            state = grow(state, service, count);
            List<Running> fresh = state.instances(service).subList(now, count);
            fresh.forEach(one -> Readiness.await(one, one.url() + "/health/ready", folder.log(one)));
        } else {
            for (Running last : state.instances(service).subList(count, now)) {
                Signals.end(last);
                state = state.without(last.name());
            }
        }
        publish(state);
    }

    private ClusterState grow(ClusterState before, String service, int count) {
        if (count > MOST_INSTANCES) {
            throw new UserError("at most " + MOST_INSTANCES + " instances of a service can be started");
        }
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

    /** Ends a process as a crash would. */
    public void kill(String name) {
        living(name).destroyForcibly();
    }

    /** As in production: readiness fails, requests in flight end, then the process. */
    public void stop(String name) {
        living(name);
        Signals.end(named(name));
    }

    /** Freezes a process. */
    public void pause(String name) {
        Signals.send(living(name), "STOP");
    }

    /** Lets a frozen process go on. */
    public void resume(String name) {
        Signals.send(living(name), "CONT");
    }

    /**
     * Ends it in order when it runs, starts it on the same port and waits until Traefik sees it.
     *
     * @param name of a process; or of a service, whose instances are then restarted one after another
     */
    public void restart(String name) {
        folder.alone(() -> {
            if (ClusterState.SERVICES.contains(name)) {
                state().instances(name).forEach(this::restart);
            } else {
                restart(named(name));
            }
        });
    }

    private void restart(Running old) {
        Signals.end(old);
        ClusterState state = state();
        Running fresh = switch (old.name()) {
            case ClusterState.PROXY -> launcher.traefik(state);
            case ClusterState.POSTGRES -> launcher.postgres(old.port());
            default -> launcher.instance(state, old.service(), old.name(), old.port());
        };
        ClusterState renewed = state.with(fresh);
        folder.keep(renewed);
        switch (old.name()) {
            case ClusterState.PROXY -> Readiness.await(fresh, state.admin() + "/ping", folder.log(fresh));
            case ClusterState.POSTGRES -> {}
            default -> {
                Readiness.await(fresh, fresh.url() + "/health/ready", folder.log(fresh));
                Readiness.awaitUp(renewed, fresh);
            }
        }
    }

    /** Ends all instances in order and starts them again, all together: meanwhile nobody is served. */
    public void restartTogether() {
        folder.alone(() -> {
            List<Running> old = instances(state());
            endTogether(old);
            for (Running one : old) {
                ClusterState state = state();
                folder.keep(state.with(launcher.instance(state, one.service(), one.name(), one.port())));
            }
            ClusterState renewed = state();
            for (Running fresh : instances(renewed)) {
                Readiness.await(fresh, fresh.url() + "/health/ready", folder.log(fresh));
                Readiness.awaitUp(renewed, fresh);
            }
        });
    }

    private static List<Running> instances(ClusterState state) {
        return ClusterState.SERVICES.stream()
                .flatMap(service -> state.instances(service).stream())
                .toList();
    }

    private static void endTogether(List<Running> instances) {
        instances.forEach(Signals::ask);
        instances.forEach(Signals::end);
    }

    /** Takes a service off the network: nobody reaches it, and it runs on. {@link #mend} ends it. */
    public void cut(String service) {
        folder.alone(() -> folder.write("dynamic.yml", TraefikFiles.watched(state().cutOff(service))));
    }

    /**
     * Lets Traefik choose otherwise, until {@link #mend}.
     *
     * @param weights by instance, for {@code wrr}; an instance that is not named has 1
     * @param detours ports by instance: what is sent to the instance goes there instead
     */
    public void balance(Strategy strategy, Map<String, Integer> weights, Map<String, Integer> detours) {
        folder.alone(
                () -> folder.write("dynamic.yml", TraefikFiles.watched(state().balanced(strategy, weights, detours))));
    }

    public void mend() {
        folder.alone(() -> publish(state()));
    }

    /** Ends all processes, the database last; the data stays. */
    public void down() {
        folder.alone(() -> endAll(state()));
    }

    /** Ends whatever was started in this folder, as far as a start that was cut short had come. */
    public void clear() {
        folder.alone(
                () -> folder.state().ifPresentOrElse(this::endAll, () -> PostgresServer.endLeftBehind(folder.path())));
    }

    private void endAll(ClusterState state) {
        endTogether(instances(state));
        state.named(ClusterState.PROXY).ifPresent(Signals::end);
        state.named(ClusterState.POSTGRES).ifPresent(Signals::end);
        PostgresServer.endLeftBehind(folder.path());
        folder.forget();
    }

    private ProcessHandle living(String name) {
        return named(name).process().orElseThrow(() -> new UserError(name + " has ended: make restart I=" + name));
    }

    private Running named(String name) {
        ClusterState state = state();
        return state.named(name)
                .orElseThrow(() -> new UserError("there is no " + name + ", but "
                        + state.processes().stream().map(Running::name).collect(Collectors.joining(", "))));
    }

    /** To a service's database, from outside. */
    public Connection connect(String service) throws SQLException {
        ClusterState state = state();
        return DriverManager.getConnection(
                state.homes().get(service), service, launcher.databasePassword(state, service));
    }

    /** Whether a start was written down and no end. */
    public boolean isThere() {
        return folder.state().isPresent();
    }

    /** What is written down. */
    public ClusterState state() {
        return folder.state().orElseThrow(() -> new UserError("no cluster is there: make cluster starts one"));
    }

    Path log(Running process) {
        return folder.log(process);
    }
}
