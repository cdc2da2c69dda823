package dev.comptoir.tools.cluster;

import dev.comptoir.app.Person;
import dev.comptoir.app.PostgresServer;
import dev.comptoir.app.Seeding;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The cluster in a folder. Commands that change its state run one at a time. */
public final class Cluster {
    private final ClusterFolder folder;
    private final Launcher launcher;

    /**
     * @param folder of the state, the files, the logs and the database
     * @param project where the services were built
     */
    public Cluster(Path folder, Path project) {
        this(folder, project, Map.of());
    }

    /** @param settings environment variables of every instance, in addition to those that the cluster sets */
    public Cluster(Path folder, Path project, Map<String, String> settings) {
        this.folder = ClusterFolder.at(folder);
        this.launcher = new Launcher(this.folder, project, settings);
    }

    /** Starts all processes and fills an empty database with the demo's data. After a failure, none is left. */
    public void up(ClusterPlan plan) {
        folder.exclusively(() -> {
            if (isThere()) {
                throw new UserError("This cluster was already started: bin/comptoir cluster status shows it,"
                        + " bin/comptoir cluster down ends it.");
            }
            if (!Launcher.isFree(plan.port())) {
                throw new UserError(
                        "Another process listens on port " + plan.port() + ": choose another one with --port.");
            }
            launcher.check();
            try {
                seed(startAll(plan));
            } catch (RuntimeException failure) {
                folder.state().ifPresent(this::endAll);
                throw failure;
            }
        });
    }

    private ClusterState startAll(ClusterPlan plan) {
        ClusterState state = startDatabase(plan);
        state = saved(state.with(launcher.traefik(state)));
        for (String service : ClusterState.SERVICES) {
            state = grow(state, service, plan.counts().getOrDefault(service, 1));
        }
        publish(state);
        state.instances().forEach(this::awaitReady);
        return state;
    }

    private ClusterState startDatabase(ClusterPlan plan) {
        List<ClusterProcess> servers = plan.database().isPresent() ? List.of() : List.of(launcher.postgres(0));
        Database database = plan.database()
                .orElseGet(() -> Database.on("127.0.0.1:" + servers.getFirst().port(), Optional.empty()));
        ClusterState.Ports ports = new ClusterState.Ports(
                plan.port() == 0 ? Launcher.freePort() : plan.port(), Launcher.freePort(), Launcher.freePort());
        return saved(new ClusterState(ports, plan.balancing(), plan.tls(), database, servers));
    }

    private ClusterState saved(ClusterState state) {
        folder.save(state);
        return state;
    }

    private void awaitReady(ClusterProcess instance) {
        Readiness.await(instance, instance.url() + "/health/ready", folder.log(instance));
    }

    private void seed(ClusterState state) {
        ClusterProcess traefik = state.find(ClusterState.TRAEFIK).orElseThrow();
        String address = state.internalAddress();
        ClusterState.SERVICES.forEach(
                service -> Readiness.await(traefik, address + "/" + service + "/docs", folder.log(traefik)));
        if (!folder.isSeeded()) {
            new Seeding(address, address, address, people()).seed();
            folder.write("seeded", Instant.now() + "\n");
        }
    }

    /** The people with an account. */
    public List<Person> people() {
        return Person.all(folder.secrets());
    }

    /**
     * The body of a login.
     *
     * @param place {@code store} and {@code register}, for the store service
     * @throws IllegalArgumentException if there is no such person
     */
    public Map<String, Object> login(String username, Map<String, Object> place) {
        Person person = people().stream()
                .filter(one -> one.username().equals(username))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no user " + username));
        Map<String, Object> login = new HashMap<>(place);
        login.put("username", username);
        login.put("password", person.password());
        return login;
    }

    /** Starts or stops instances until each service has the given number; the ones with the highest numbers stop first. */
    public void scale(Map<String, Integer> counts) {
        counts.forEach(ClusterPlan::checkCount);
        folder.exclusively(() -> counts.forEach(this::scale));
    }

    private void scale(String service, int count) {
        ClusterState state = state();
        int now = state.instances(service).size();
        if (count >= now) {
            state = grow(state, service, count);
            state.instances(service).subList(now, count).forEach(this::awaitReady);
        } else {
            for (ClusterProcess last : state.instances(service).subList(count, now)) {
                last.stop();
                state = state.without(last.name());
            }
        }
        publish(state);
    }

    private ClusterState grow(ClusterState before, String service, int count) {
        ClusterState state = before;
        List<ClusterProcess> there = state.instances(service);
        int number = there.isEmpty() ? 0 : ClusterState.number(there.getLast());
        for (int missing = count - there.size(); missing > 0; missing--) {
            number++;
            state = saved(state.with(launcher.instance(state, service, service + "-" + number, Launcher.freePort())));
        }
        return state;
    }

    private void publish(ClusterState state) {
        folder.save(state);
        route(state);
    }

    private void route(ClusterState state) {
        folder.write("dynamic.yml", TraefikConfiguration.dynamicFile(state));
    }

    /** Ends a process as a crash would. */
    public void kill(String name) {
        alive(name).destroyForcibly();
    }

    /** As in production: readiness fails, requests in flight complete, then the process ends. */
    public void stop(String name) {
        alive(name);
        find(name).stop();
    }

    /** Freezes a process. */
    public void pause(String name) {
        ClusterProcess.send(alive(name), "STOP");
    }

    /** Lets a frozen process continue. */
    public void resume(String name) {
        ClusterProcess.send(alive(name), "CONT");
    }

    /**
     * Stops a process in order if it runs, starts it on the same port and waits until Traefik sends requests to it.
     *
     * @param name of a process; or of a service, to restart its instances one after another
     */
    public void restart(String name) {
        folder.exclusively(() -> {
            if (ClusterState.SERVICES.contains(name)) {
                state().instances(name).forEach(this::restart);
            } else {
                restart(find(name));
            }
        });
    }

    private void restart(ClusterProcess old) {
        old.stop();
        ClusterState state = state();
        switch (old.name()) {
            case ClusterState.POSTGRES -> folder.save(state.with(launcher.postgres(old.port())));
            case ClusterState.TRAEFIK -> {
                ClusterProcess fresh = launcher.traefik(state);
                folder.save(state.with(fresh));
                Readiness.await(fresh, state.adminAddress() + "/ping", folder.log(fresh));
            }
            default -> awaitServing(startAgain(old));
        }
    }

    private ClusterProcess startAgain(ClusterProcess old) {
        ClusterState state = state();
        ClusterProcess fresh = launcher.instance(state, old.service(), old.name(), old.port());
        folder.save(state.with(fresh));
        return fresh;
    }

    private void awaitServing(ClusterProcess instance) {
        awaitReady(instance);
        Readiness.awaitUp(state(), instance);
    }

    /** Stops all instances in order and starts them again, all at once: until then no request is served. */
    public void restartTogether() {
        folder.exclusively(() -> {
            List<ClusterProcess> old = state().instances();
            stopTogether(old);
            old.stream().map(this::startAgain).toList().forEach(this::awaitServing);
        });
    }

    private static void stopTogether(List<ClusterProcess> instances) {
        instances.forEach(ClusterProcess::requestStop);
        instances.forEach(ClusterProcess::stop);
    }

    /** Cuts a service off the network until {@link #restoreRoutes}: it keeps running, but no request reaches it. */
    public void disconnect(String service) {
        folder.exclusively(() -> route(state().disconnected(service)));
    }

    /**
     * Changes how Traefik distributes requests, until {@link #restoreRoutes}.
     *
     * @param proxies ports by instance: requests for the instance go there instead
     */
    public void balance(Balancing balancing, Map<String, Integer> proxies) {
        folder.exclusively(() -> route(state().balanced(balancing, proxies)));
    }

    public void restoreRoutes() {
        folder.exclusively(() -> route(state()));
    }

    /** Ends all processes, the database last; the data stays. */
    public void down() {
        folder.exclusively(() -> endAll(state()));
    }

    /** Ends whatever was started in this folder, even by a start that was interrupted. */
    public void clear() {
        folder.exclusively(
                () -> folder.state().ifPresentOrElse(this::endAll, () -> PostgresServer.endLeftBehind(folder.path())));
    }

    private void endAll(ClusterState state) {
        stopTogether(state.instances());
        state.find(ClusterState.TRAEFIK).ifPresent(ClusterProcess::stop);
        state.find(ClusterState.POSTGRES).ifPresent(ClusterProcess::stop);
        PostgresServer.endLeftBehind(folder.path());
        folder.deleteState();
    }

    private ProcessHandle alive(String name) {
        return find(name)
                .process()
                .orElseThrow(() ->
                        new UserError(name + " has ended: bin/comptoir cluster restart " + name + " starts it again."));
    }

    private ClusterProcess find(String name) {
        ClusterState state = state();
        return state.find(name)
                .orElseThrow(() -> new UserError("There is no process " + name + "; choose one of "
                        + state.processes().stream().map(ClusterProcess::name).collect(Collectors.joining(", "))
                        + "."));
    }

    /** A connection to a service's database, past the service. */
    public Connection connect(String service) throws SQLException {
        ClusterState state = state();
        return DriverManager.getConnection(
                state.database().jdbcUrl(service), service, launcher.databasePassword(state, service));
    }

    /** Whether a cluster was started here and not ended. */
    public boolean isThere() {
        return folder.state().isPresent();
    }

    /** @throws UserError if no cluster was started here */
    public ClusterState state() {
        return folder.state()
                .orElseThrow(() -> new UserError("No cluster is running: bin/comptoir cluster up starts one."));
    }

    Path log(ClusterProcess process) {
        return folder.log(process);
    }
}
