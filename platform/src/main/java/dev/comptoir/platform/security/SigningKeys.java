package dev.comptoir.platform.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.comptoir.platform.sql.Database;
import java.text.ParseException;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * The service's own key pair, made at its first start and shared by its instances through their database. RSA with 2048
 * bits: a signature is checked at every request and made at a login, and RSA checks fastest.
 */
final class SigningKeys {
    private static final int KEY_BITS = 2048;

    private final RSAKey key;

    private SigningKeys(RSAKey key) {
        this.key = key;
    }

    static SigningKeys of(Database database) {
        return new SigningKeys(database.write(transaction -> {
            transaction
                    .query("SELECT pg_advisory_xact_lock(hashtextextended('signing key', 2))::text")
                    .mapTo(String.class)
                    .one();
            return find(transaction.sql()).orElseGet(() -> make(transaction.sql()));
        }));
    }

    private static Optional<RSAKey> find(Handle sql) {
        return sql.createQuery("SELECT private_jwk FROM signing_key ORDER BY created_at DESC LIMIT 1")
                .mapTo(String.class)
                .findOne()
                .map(SigningKeys::parse);
    }

    private static RSAKey make(Handle sql) {
        try {
            RSAKey made = new RSAKeyGenerator(KEY_BITS)
                    .keyUse(KeyUse.SIGNATURE)
                    .keyID(UUID.randomUUID().toString())
                    .generate();
            sql.createUpdate("INSERT INTO signing_key (id, private_jwk) VALUES (:id, :jwk)")
                    .bind("id", made.getKeyID())
                    .bind("jwk", made.toJSONString())
                    .execute();
            return made;
        } catch (JOSEException impossible) {
            throw new IllegalStateException("this Java platform makes no RSA keys", impossible);
        }
    }

    private static RSAKey parse(String jwk) {
        try {
            return RSAKey.parse(jwk);
        } catch (ParseException damaged) {
            throw new IllegalStateException("the table signing_key holds something else than a key", damaged);
        }
    }

    RSAKey key() {
        return key;
    }

    /** What others need to check this service's signatures. */
    JWKSet published() {
        return new JWKSet(key.toPublicJWK());
    }
}
