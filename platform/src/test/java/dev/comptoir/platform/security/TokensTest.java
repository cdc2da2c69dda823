package dev.comptoir.platform.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.comptoir.platform.http.Refused;
import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.settings.ServiceSettings;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.testing.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A verified token is checked again at every request. */
class TokensTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final DatabaseSettings settings = TestPostgres.newDatabase(
                    "tokens", "classpath:dev/comptoir/platform/testmigrations")
            .settings();
    private final Database database = Database.open(settings, "classpath:dev/comptoir/platform/testmigrations");
    private final Tokens tokens = open();

    private Tokens open() {
        return Tokens.open(
                new ServiceSettings(
                        "thing", "127.0.0.1", 0, settings, Map.of(), Duration.ZERO, Duration.ofHours(1), 64, false),
                database,
                new AdjustableClock());
    }

    private String newToken() {
        return tokens.issue("alice", "clerk", tokens.securityStamp("alice"), Map.of())
                .token();
    }

    private void revokeAll() {
        database.write(transaction -> {
            tokens.revokeAll(transaction, "alice");
            return null;
        });
    }

    private void assertRefused(String token) {
        assertThatThrownBy(() -> tokens.staff(token)).isInstanceOf(Refused.class);
    }

    private final class AdjustableClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    }

    @AfterEach
    void close() {
        tokens.close();
        database.close();
    }

    @Test
    void aVerifiedTokenExpires() {
        String token = newToken();
        assertThat(tokens.staff(token).name()).isEqualTo("alice");
        assertThat(tokens.staff(token)).isEqualTo(tokens.staff(token));
        now.set(now.get().plus(Duration.ofMinutes(61)));
        assertThatThrownBy(() -> tokens.staff(token)).isInstanceOf(Refused.class);
    }

    @Test
    void aVerifiedTokenCanBeRevoked() {
        String token = newToken();
        String other = newToken();
        assertThat(tokens.staff(other).name()).isEqualTo("alice");
        database.write(transaction -> {
            tokens.revoke(transaction, tokens.staff(token));
            return null;
        });
        assertThatThrownBy(() -> tokens.staff(token)).isInstanceOf(Refused.class);
        assertThat(tokens.staff(other).name()).isEqualTo("alice");
        revokeAll();
        assertRefused(other);
    }

    @Test
    void aModifiedTokenIsRefused() {
        String token = newToken();
        assertThat(tokens.staff(token).name()).isEqualTo("alice");
        char last = token.charAt(token.length() - 2);
        String forged =
                token.substring(0, token.length() - 2) + (last == 'A' ? 'B' : 'A') + token.charAt(token.length() - 1);
        assertThatThrownBy(() -> tokens.staff(forged)).isInstanceOf(Refused.class);
    }

    @Test
    void aTokenOfALoginThatBeganBeforeAChangeOfRightsIsRefusedWhenTheChangeIsCommitted() {
        String stamp = tokens.securityStamp("alice");
        String issuedMeanwhile = database.write(transaction -> {
            tokens.revokeAll(transaction, "alice");
            String token = newToken();
            assertThat(tokens.staff(token).name()).isEqualTo("alice");
            return token;
        });
        assertRefused(issuedMeanwhile);
        assertRefused(tokens.issue("alice", "clerk", stamp, Map.of()).token());
        assertThat(tokens.staff(newToken()).name()).isEqualTo("alice");
    }

    @ParameterizedTest
    @ValueSource(longs = {-60, 60})
    void aClockThatJumpsDoesNotDecideWhichTokensAreRefused(long minutes) {
        String before = newToken();
        Instant start = now.get();
        now.set(start.plus(Duration.ofMinutes(minutes)));
        revokeAll();
        now.set(start);
        assertRefused(before);
        assertThat(tokens.staff(newToken()).name()).isEqualTo("alice");
    }

    @Test
    void aNewTokenIsAcceptedAtOnceByAnInstanceThatHasNotReadTheChangeYet() {
        try (Tokens other = open()) {
            for (int round = 0; round < 20; round++) {
                revokeAll();
                String token = newToken();
                assertThat(other.staff(token).name()).isEqualTo("alice");
                assertThat(tokens.staff(token).name()).isEqualTo("alice");
            }
        }
    }

    @Test
    void everyRevocationIsObeyedWhateverTheirNumber() {
        database.statement(sql -> sql.execute("""
                INSERT INTO revocation (key, revoked_at, forget_at)
                SELECT 'token ' || gen_random_uuid(), now(), now() + interval '1 hour' FROM generate_series(1, 120000)
                """));
        database.statement(sql -> sql.execute("ANALYZE revocation"));
        List<String> issued =
                IntStream.range(0, 3).mapToObj(number -> newToken()).toList();
        try (Tokens other = open()) {
            long scans = scansOfRevocations();
            for (String token : issued) {
                assertThat(other.staff(token).name()).isEqualTo("alice");
                database.write(transaction -> {
                    tokens.revoke(transaction, tokens.staff(token));
                    return null;
                });
                Awaitility.await()
                        .atMost(Duration.ofSeconds(2))
                        .untilAsserted(() ->
                                assertThatThrownBy(() -> other.staff(token)).isInstanceOf(Refused.class));
            }
            assertThat(scansOfRevocations() - scans).isLessThan(120_000);
        }
        try (Tokens later = open()) {
            issued.forEach(token -> assertThatThrownBy(() -> later.staff(token)).isInstanceOf(Refused.class));
        }
    }

    /** Rows of the table that PostgreSQL has read, by its statistics, which each connection reports after a second. */
    private long scansOfRevocations() {
        Awaitility.await().pollDelay(Duration.ofMillis(1_500)).until(() -> true);
        return database.read(sql -> sql.createQuery("""
                        SELECT seq_tup_read + coalesce(idx_tup_fetch, 0) FROM pg_stat_user_tables
                        WHERE relname = 'revocation' LIMIT 1
                        """).mapTo(Long.class).one());
    }

    @Test
    void aRestoredDatabaseWhoseTransactionsHaveLowerNumbersIsReadFromTheBeginning() throws Exception {
        String token = newToken();
        String name = database.read(sql ->
                sql.createQuery("SELECT current_database()").mapTo(String.class).one());
        String server = settings.url().replace("/" + name, "/postgres");
        try (Connection admin = DriverManager.getConnection(server, settings.user(), settings.password());
                Statement statement = admin.createStatement()) {
            statement.execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
            statement.execute(
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '" + name + "'");
            statement.execute("CREATE DATABASE " + name + "_backup TEMPLATE " + name);
            revokeInBackup(tokens.staff(token).tokenId());
            statement.execute("ALTER DATABASE " + name + " RENAME TO " + name + "_lost");
            statement.execute("ALTER DATABASE " + name + "_backup RENAME TO " + name);
        }
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertRefused(token));
    }

    private void revokeInBackup(String tokenId) throws SQLException {
        String backup = settings.url().replaceFirst("(tokens_[0-9a-f]+)", "$1_backup");
        try (Connection connection = DriverManager.getConnection(backup, settings.user(), settings.password());
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO revocation (key, revoked_at, forget_at, changed_in)
                    VALUES ('token %s', now(), now() + interval '1 hour', '3')
                    """.formatted(tokenId));
        }
    }

    @Test
    void aTokenOfVersion01HasNoStampAndIsRefusedByTheMomentOfItsLogin() throws Exception {
        String token = tokenOfVersion01();
        assertThat(tokens.staff(token).name()).isEqualTo("alice");
        now.set(now.get().plusMillis(1));
        revokeAll();
        assertRefused(token);
        now.set(now.get().plusMillis(1));
        assertThat(tokens.staff(tokenOfVersion01()).name()).isEqualTo("alice");
    }

    private String tokenOfVersion01() throws Exception {
        String jwk = database.read(sql -> sql.createQuery("SELECT private_jwk FROM signing_key LIMIT 1")
                .mapTo(String.class)
                .one());
        RSAKey key = RSAKey.parse(jwk);
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
                new JWTClaimsSet.Builder()
                        .issuer("thing")
                        .audience("thing")
                        .subject("alice")
                        .jwtID(UUID.randomUUID().toString())
                        .expirationTime(Date.from(now.get().plus(Duration.ofHours(1))))
                        .claim("role", "clerk")
                        .claim("made_at", now.get().toEpochMilli())
                        .claim("attributes", Map.of())
                        .build());
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    @Test
    void aRevocationByVersion01ChangesTheStampToo() {
        String token = newToken();
        String revocation = """
                INSERT INTO revocation AS r (key, revoked_at, forget_at)
                VALUES ('name alice', clock_timestamp(), clock_timestamp() + interval '1 hour')
                ON CONFLICT (key) DO UPDATE
                SET revoked_at = greatest(r.revoked_at, excluded.revoked_at),
                    forget_at = greatest(r.forget_at, excluded.forget_at)
                """;
        for (int round = 0; round < 2; round++) {
            String latest = newToken();
            database.statement(sql -> sql.execute(revocation));
            Awaitility.await().atMost(Duration.ofSeconds(2)).untilAsserted(() -> assertRefused(latest));
        }
        assertRefused(token);
    }
}
