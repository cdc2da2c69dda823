package dev.comptoir.platform.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.comptoir.platform.http.Access;
import dev.comptoir.platform.http.Endpoint;
import dev.comptoir.platform.http.HttpServer;
import dev.comptoir.platform.http.Response;
import dev.comptoir.platform.security.Tokens;
import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.settings.ReconciliationSettings;
import dev.comptoir.platform.settings.ServiceSettings;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.telemetry.Metrics;
import dev.comptoir.platform.telemetry.UncachedMetrics;
import dev.comptoir.platform.testing.MetricsPage;
import dev.comptoir.platform.testing.TestHttp;
import dev.comptoir.platform.testing.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** One run at a time checks the rules, beside the requests; all instances show its results. */
class ReconciliationTest {
    private static final int POOL = 3;
    private static final int CLIENTS = 50;
    private static final ReconciliationSettings SETTINGS =
            new ReconciliationSettings(Duration.ofHours(1), Duration.ofSeconds(4));

    /** Boxes are packed once and never changed; how long the count of the pauses takes is in a row. */
    private static final List<Rule> RULES = List.of(
            Rule.ofNewRows("A box holds what its label says", """
                    SELECT 'box ' || id, label::text, held::text FROM box WHERE packed_at >= :since AND held <> label
                    """),
            new Rule(
                    "Pauses are short",
                    "SELECT 'pause', 'short', 'long' FROM pause WHERE pg_sleep(seconds)::text <> ''"),
            Rule.ofFullRuns("Boxes have labels", "SELECT 'box ' || id, 'a label', '0' FROM box WHERE label = 0"));

    private final DatabaseSettings settings = settings();
    private final List<Instance> instances = new ArrayList<>();
    private Instance first;
    private Instance second;

    private static DatabaseSettings settings() {
        DatabaseSettings made = TestPostgres.newDatabase(
                        "reconciliation", "classpath:dev/comptoir/platform/testmigrations")
                .settings();
        return new DatabaseSettings(made.url(), made.user(), made.password(), POOL);
    }

    private record Instance(
            Database database, Tokens tokens, ReconciliationJob job, Metrics metrics, HttpServer server) {
        TestHttp bob() {
            return TestHttp.of("http://127.0.0.1:" + server.port() + "/thing/api/v1")
                    .as(tokens.issue("bob", "manager", tokens.securityStamp("bob"), Map.of())
                            .token());
        }

        double metric(String name) {
            return MetricsPage.read(metrics.scrape()).sum(name);
        }
    }

    @BeforeEach
    void startTwoInstances() {
        first = start();
        execute("CREATE TABLE box (id int, label int NOT NULL, held int NOT NULL, packed_at timestamptz NOT NULL)");
        execute("CREATE TABLE pause (seconds float NOT NULL)");
        execute("INSERT INTO pause VALUES (0)");
        second = start();
    }

    private Instance start() {
        ServiceSettings service = new ServiceSettings(
                "thing", "127.0.0.1", 0, settings, Map.of(), Duration.ZERO, Duration.ofHours(1), 200, false);
        Database database = Database.open(settings, "classpath:dev/comptoir/platform/testmigrations");
        Tokens tokens = Tokens.open(service, database, Clock.systemUTC());
        Metrics metrics = UncachedMetrics.of(settings);
        ReconciliationJob job = new ReconciliationJob(settings, SETTINGS, RULES);
        List<Endpoint> endpoints =
                new ArrayList<>(Reconciliations.endpoints(database, Access.staff("manager"), job, metrics));
        endpoints.add(Endpoint.get("/boxes", "The number of boxes")
                .access(Access.staff("manager"))
                .returns(200, Map.class)
                .handledBy(request -> Response.ok(Map.of("boxes", countBoxes(database)))));
        HttpServer server = HttpServer.of(service, "Things", "/thing", tokens)
                .serve("/thing/api/v1", endpoints)
                .start();
        job.start();
        Instance instance = new Instance(database, tokens, job, metrics, server);
        instances.add(instance);
        return instance;
    }

    private static int countBoxes(Database database) {
        return database.read(sql ->
                sql.createQuery("SELECT count(*) FROM box").mapTo(Integer.class).one());
    }

    @AfterEach
    void stop() {
        for (Instance instance : instances) {
            instance.server().close();
            instance.job().close();
            instance.tokens().close();
            instance.database().close();
            instance.metrics().close();
        }
    }

    private Connection sql() throws SQLException {
        return DriverManager.getConnection(settings.url(), settings.user(), settings.password());
    }

    private void execute(String statement) {
        try (Connection connection = sql()) {
            connection.createStatement().execute(statement);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private long count(String query) {
        try (Connection connection = sql();
                var rows = connection.createStatement().executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void awaitNoOpenRun() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> count("SELECT count(*) FROM reconciliation_run WHERE ended_at IS NULL") == 0);
    }

    /** An incremental run, as on the schedule. */
    private JsonNode runIncrementally() {
        execute("INSERT INTO reconciliation_run (full_run) VALUES (false)");
        first.job().wake();
        awaitNoOpenRun();
        return first.bob().get("/reconciliation").expect(200);
    }

    private static JsonNode check(JsonNode reconciliation, int rule) {
        return reconciliation.path("checks").get(rule);
    }

    private static List<String> subjects(JsonNode reconciliation) {
        List<String> subjects = new ArrayList<>();
        reconciliation
                .path("checks")
                .forEach(check -> check.path("differences")
                        .forEach(difference ->
                                subjects.add(difference.path("subject").asString())));
        return subjects;
    }

    @Test
    void beforeTheFirstRunNothingIsCheckedAndNothingIsOk() {
        JsonNode reconciliation = first.bob().get("/reconciliation").expect(200);
        assertThat(reconciliation.path("ok").asBoolean()).isFalse();
        assertThat(reconciliation.path("checkedAt").isNull()).isTrue();
        assertThat(reconciliation.path("checks").size()).isEqualTo(3);
        assertThat(check(reconciliation, 0).path("outcome").asString()).isEqualTo("not-checked");
        assertThat(MetricsPage.read(first.metrics().scrape()).has("comptoir_reconciliation_differences"))
                .isFalse();
    }

    @Test
    void manySimultaneousRequestsGiveOneRunAndOtherRequestsAreServedMeanwhile() throws Exception {
        execute("UPDATE pause SET seconds = 3");
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<JsonNode>> requests = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                TestHttp bob = instances.get(client % 2).bob();
                requests.add(clients.submit(
                        () -> bob.send("POST", "/reconciliation", null).expect(202)));
            }
            Instant start = Instant.now();
            first.bob().get("/boxes").expect(200);
            second.bob().get("/boxes").expect(200);
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(1));
            for (Future<JsonNode> request : requests) {
                assertThat(request.get().path("number").asLong()).isEqualTo(1);
            }
        }
        awaitNoOpenRun();
        assertThat(count("SELECT count(*) FROM reconciliation_run")).isEqualTo(1);
    }

    @Test
    void aRunNeedsNoConnectionOfThePool() throws SQLException {
        List<Connection> all = new ArrayList<>();
        for (int connection = 0; connection < POOL; connection++) {
            all.add(first.database().connection());
        }
        execute("INSERT INTO reconciliation_run (full_run) VALUES (true)");
        first.job().wake();
        awaitNoOpenRun();
        for (Connection connection : all) {
            connection.close();
        }
        assertThat(first.bob().get("/reconciliation").expect(200).path("ok").asBoolean())
                .isTrue();
    }

    @Test
    void whileARunIsUnderWayRequestsHaveAllConnectionsOfThePool() throws SQLException {
        execute("UPDATE pause SET seconds = 3");
        first.bob().send("POST", "/reconciliation", null).expect(202);
        String sleeping = """
                SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND application_name = 'comptoir reconciliation' AND wait_event = 'PgSleep'
                """;
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> count(sleeping) == 1);
        List<Connection> all = new ArrayList<>();
        for (int connection = 0; connection < POOL; connection++) {
            all.add(first.database().connection());
        }
        assertThat(count(sleeping)).isEqualTo(1);
        for (Connection connection : all) {
            connection.close();
        }
    }

    @Test
    void aRuleThatTakesTooLongIsNotCheckedAndTheOthersAre() {
        execute("UPDATE pause SET seconds = 60");
        JsonNode slow = first.bob().reconcile();
        assertThat(slow.path("ok").asBoolean()).isFalse();
        assertThat(check(slow, 1).path("outcome").asString()).isEqualTo("not-checked");
        assertThat(check(slow, 1).path("failure").asString()).isEqualTo("time limit of 4 s");
        assertThat(check(slow, 0).path("outcome").asString()).isEqualTo("holds");
        assertThat(check(slow, 2).path("outcome").asString()).isEqualTo("holds");
        assertThat(second.metric("comptoir_reconciliation_unchecked_rules")).isEqualTo(1);
        execute("UPDATE pause SET seconds = 0");
        assertThat(first.bob().reconcile().path("ok").asBoolean()).isTrue();
        assertThat(second.metric("comptoir_reconciliation_unchecked_rules")).isZero();
    }

    @Test
    void anIncrementalRunReadsWhatIsNewAndAFullRunReadsEverything() {
        assertThat(first.bob().reconcile().path("ok").asBoolean()).isTrue();
        execute("INSERT INTO box VALUES (1, 5, 4, now() - interval '2 days'), (2, 5, 4, now()), (3, 0, 0, now())");
        assertThat(subjects(runIncrementally())).containsExactly("box 2");
        assertThat(subjects(first.bob().reconcile())).containsExactly("box 1", "box 2", "box 3");
    }

    @Test
    void anIncrementalRunChecksARuleWithOpenDifferencesInFull() {
        execute("INSERT INTO box VALUES (1, 5, 4, now() - interval '2 days')");
        assertThat(subjects(first.bob().reconcile())).containsExactly("box 1");
        assertThat(subjects(runIncrementally())).containsExactly("box 1");
        execute("UPDATE box SET held = 5");
        assertThat(runIncrementally().path("ok").asBoolean()).isTrue();
    }

    @Test
    void allInstancesShowTheSameResults() {
        execute("INSERT INTO box VALUES (1, 5, 4, now())");
        JsonNode here = first.bob().reconcile();
        JsonNode there = second.bob().get("/reconciliation").expect(200);
        assertThat(there).isEqualTo(here);
        assertThat(there.path("lastRun").path("requestedBy").asString()).isEqualTo("bob");
        assertThat(first.metric("comptoir_reconciliation_differences")).isEqualTo(1);
        assertThat(second.metric("comptoir_reconciliation_differences")).isEqualTo(1);
        assertThat(MetricsPage.read(second.metrics().scrape())
                        .has("comptoir_reconciliation_rule_duration_seconds", "rule", "Pauses are short"))
                .isTrue();
    }

    @Test
    void aSettledDifferenceIsListedAndNotCounted() {
        execute("INSERT INTO box VALUES (1, 5, 4, now())");
        first.bob().reconcile();
        Map<String, String> difference = Map.of(
                "rule", RULES.getFirst().name(), "subject", "box 1", "expected", "5", "found", "4", "reason", "Eaten");
        JsonNode settled = first.bob()
                .post("/reconciliation/settled-differences", difference)
                .expect(201);
        assertThat(settled.path("settledBy").asString()).isEqualTo("bob");
        assertThat(second.metric("comptoir_reconciliation_differences")).isZero();
        JsonNode later = first.bob().reconcile();
        assertThat(later.path("ok").asBoolean()).isTrue();
        assertThat(check(later, 0).path("settled").get(0).path("reason").asString())
                .isEqualTo("Eaten");
        assertThat(first.bob()
                        .post("/reconciliation/settled-differences", difference)
                        .status())
                .isEqualTo(404);
        execute("UPDATE box SET held = 3");
        assertThat(first.bob().reconcile().path("ok").asBoolean()).isFalse();
    }

    @Test
    void aDifferenceIsSettledOnlyWithAReasonAndOnlyIfItIsOpen() {
        execute("INSERT INTO box VALUES (1, 5, 4, now())");
        first.bob().reconcile();
        String rule = RULES.getFirst().name();
        assertThat(first.bob()
                        .post(
                                "/reconciliation/settled-differences",
                                Map.of("rule", rule, "subject", "box 1", "expected", "5", "found", "4", "reason", " "))
                        .status())
                .isEqualTo(400);
        assertThat(first.bob()
                        .post(
                                "/reconciliation/settled-differences",
                                Map.of(
                                        "rule",
                                        rule,
                                        "subject",
                                        "box 2",
                                        "expected",
                                        "5",
                                        "found",
                                        "4",
                                        "reason",
                                        "Eaten"))
                        .status())
                .isEqualTo(404);
        assertThat(count("SELECT count(*) FROM reconciliation_settled")).isZero();
    }

    @Test
    void aRunThatWasInterruptedStartsAgainButNotForEver() {
        execute("INSERT INTO reconciliation_run (full_run, started_at, attempts) VALUES (true, now(), 1)");
        long interrupted = count("SELECT max(id) FROM reconciliation_run");
        first.job().wake();
        awaitNoOpenRun();
        assertThat(first.bob()
                        .get("/reconciliation")
                        .expect(200)
                        .path("lastRun")
                        .path("number")
                        .asLong())
                .isEqualTo(interrupted);
        execute("INSERT INTO reconciliation_run (full_run, started_at, attempts) VALUES (true, now(), 3)");
        first.job().wake();
        awaitNoOpenRun();
        assertThat(first.bob()
                        .get("/reconciliation")
                        .expect(200)
                        .path("lastRun")
                        .path("number")
                        .asLong())
                .isEqualTo(interrupted);
    }

    @Test
    void aRunIsDueAfterTheStartAndThenOncePerIntervalAndADayAfterTheLastFullRunItIsFull() {
        Instant start = Instant.now().minusSeconds(60);
        assertThat(scheduled(start)).isEqualTo(1);
        assertThat(scheduled(start)).isZero();
        execute("UPDATE reconciliation_run SET started_at = now(), ended_at = now()");
        assertThat(scheduled(start)).isZero();
        execute("UPDATE reconciliation_run SET started_at = now() - interval '61 minutes', full_run = true");
        assertThat(scheduled(start.minusSeconds(36_000))).isEqualTo(1);
        assertThat(count("SELECT count(*) FROM reconciliation_run WHERE ended_at IS NULL AND NOT full_run"))
                .isEqualTo(1);
        execute("UPDATE reconciliation_run SET started_at = now() - interval '25 hours', ended_at = now()");
        assertThat(scheduled(start.minusSeconds(360_000))).isEqualTo(1);
        assertThat(count("SELECT count(*) FROM reconciliation_run WHERE ended_at IS NULL AND full_run"))
                .isEqualTo(1);
    }

    private long scheduled(Instant since) {
        long before = count("SELECT count(*) FROM reconciliation_run");
        first.database().write(transaction -> {
            Runs.schedule(transaction.sql(), since, SETTINGS.interval());
            return null;
        });
        return count("SELECT count(*) FROM reconciliation_run") - before;
    }
}
