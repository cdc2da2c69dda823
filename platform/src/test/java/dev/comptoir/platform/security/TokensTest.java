package dev.comptoir.platform.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.comptoir.platform.http.Refused;
import dev.comptoir.platform.settings.DatabaseSettings;
import dev.comptoir.platform.settings.ServiceSettings;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.testing.TestPostgres;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A verified token is checked again at every request. */
class TokensTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final DatabaseSettings settings = TestPostgres.newDatabase("tokens").settings();
    private final Database database = Database.open(settings, "classpath:dev/comptoir/platform/testmigrations");
    private final Tokens tokens = Tokens.open(
            new ServiceSettings(
                    "thing", "127.0.0.1", 0, settings, Map.of(), Duration.ZERO, Duration.ofHours(1), 64, false),
            database,
            new AdjustableClock());

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
        String token = tokens.issue("alice", "clerk", Map.of()).token();
        assertThat(tokens.staff(token).name()).isEqualTo("alice");
        assertThat(tokens.staff(token)).isEqualTo(tokens.staff(token));
        now.set(now.get().plus(Duration.ofMinutes(61)));
        assertThatThrownBy(() -> tokens.staff(token)).isInstanceOf(Refused.class);
    }

    @Test
    void aVerifiedTokenCanBeRevoked() {
        String token = tokens.issue("alice", "clerk", Map.of()).token();
        String other = tokens.issue("alice", "clerk", Map.of()).token();
        assertThat(tokens.staff(other).name()).isEqualTo("alice");
        database.write(transaction -> {
            tokens.revoke(transaction, tokens.staff(token));
            return null;
        });
        assertThatThrownBy(() -> tokens.staff(token)).isInstanceOf(Refused.class);
        assertThat(tokens.staff(other).name()).isEqualTo("alice");
        database.write(transaction -> {
            tokens.revokeAll(transaction, "alice", now.get().plusMillis(1));
            return null;
        });
        assertThatThrownBy(() -> tokens.staff(other)).isInstanceOf(Refused.class);
    }

    @Test
    void aModifiedTokenIsRefused() {
        String token = tokens.issue("alice", "clerk", Map.of()).token();
        assertThat(tokens.staff(token).name()).isEqualTo("alice");
        char last = token.charAt(token.length() - 2);
        String forged =
                token.substring(0, token.length() - 2) + (last == 'A' ? 'B' : 'A') + token.charAt(token.length() - 1);
        assertThatThrownBy(() -> tokens.staff(forged)).isInstanceOf(Refused.class);
    }
}
