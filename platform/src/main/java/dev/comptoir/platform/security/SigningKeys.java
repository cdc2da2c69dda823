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
 * The service's own key pair, generated at its first start and shared by its instances through their database. It is RSA
 * with 2048 bits: signatures are verified at every request and made only at logins, and RSA verifies fastest.
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
            return find(transaction.sql()).orElseGet(() -> generate(transaction.sql()));
        }));
    }

    private static Optional<RSAKey> find(Handle sql) {
        return sql.createQuery("SELECT private_jwk FROM signing_key ORDER BY created_at DESC LIMIT 1")
                .mapTo(String.class)
                .findOne()
                .map(SigningKeys::parse);
    }

    private static RSAKey generate(Handle sql) {
        try {
            RSAKey generated = new RSAKeyGenerator(KEY_BITS)
                    .keyUse(KeyUse.SIGNATURE)
                    .keyID(UUID.randomUUID().toString())
                    .generate();
            sql.createUpdate("INSERT INTO signing_key (id, private_jwk) VALUES (:id, :jwk)")
                    .bind("id", generated.getKeyID())
                    .bind("jwk", generated.toJSONString())
                    .execute();
            return generated;
        } catch (JOSEException impossible) {
            throw new IllegalStateException("this Java platform lacks RSA", impossible);
        }
    }

    private static RSAKey parse(String jwk) {
        try {
            return RSAKey.parse(jwk);
        } catch (ParseException damaged) {
            throw new IllegalStateException("the table signing_key contains an invalid key", damaged);
        }
    }

    RSAKey key() {
        return key;
    }

    /** The public key, with which others verify this service's signatures. */
    JWKSet publicKeys() {
        return new JWKSet(key.toPublicJWK());
    }
}
