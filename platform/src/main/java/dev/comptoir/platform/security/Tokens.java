package dev.comptoir.platform.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.comptoir.platform.http.Authentication;
import dev.comptoir.platform.http.Caller;
import dev.comptoir.platform.http.ProblemType;
import dev.comptoir.platform.http.Refused;
import dev.comptoir.platform.settings.ServiceSettings;
import dev.comptoir.platform.sql.Database;
import dev.comptoir.platform.sql.Transaction;
import java.net.MalformedURLException;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Issues and verifies tokens (JWT, RFC 7519, signed RS256). An employee's token is for the service that issued it. A peer's
 * token is for the service in its audience, and is verified with the key that the peer publishes.
 */
public final class Tokens implements Authentication, AutoCloseable {
    /** The role of another service. */
    public static final String PEER = "peer";

    /** Where a peer publishes its keys, below its base address. */
    public static final String KEYS_PATH = "/internal/v1/keys";

    private static final Duration PEER_TOKEN_LIFE = Duration.ofMinutes(2);
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);
    private static final int TOKEN_LIMIT = 4_096;

    /** Verified tokens in memory: about the employees at work at one instance. Further tokens are verified at every request. */
    private static final int VERIFIED_LIMIT = 2_000;

    private static final String ISSUED_AT = "made_at";
    private static final String ROLE = "role";
    private static final String ATTRIBUTES = "attributes";
    private static final String STAMP = "stamp";

    private final String service;
    private final Duration life;
    private final Clock clock;
    private final SigningKeys keys;
    private final Revocations revocations;
    private final Map<String, JWKSource<SecurityContext>> peerKeys = new HashMap<>();
    private final JWSVerifier ownVerifier;
    private final RSASSASigner signer;
    private final Cache<String, Verified> verified =
            Caffeine.newBuilder().maximumSize(VERIFIED_LIMIT).build();
    private final Cache<String, Caller> verifiedPeers =
            Caffeine.newBuilder().maximumSize(VERIFIED_LIMIT).build();
    private final Map<String, IssuedToken> tokensForPeers = new ConcurrentHashMap<>();

    /** The claims of a token with a valid signature. Expiry and revocation are checked at every request. */
    private record Verified(
            Caller caller,
            UUID id,
            Instant issuedAt,
            @Nullable String stamp) {}

    private Tokens(ServiceSettings settings, Database database, Clock clock) throws JOSEException {
        this.service = settings.name();
        this.life = settings.tokenLife();
        this.clock = clock;
        this.keys = SigningKeys.of(database);
        this.revocations = new Revocations(database, life, clock);
        this.ownVerifier = new RSASSAVerifier(keys.key().toRSAPublicKey());
        this.signer = new RSASSASigner(keys.key());
        settings.peers().forEach((name, address) -> peerKeys.put(name, keysOf(address)));
    }

    public static Tokens open(ServiceSettings settings, Database database, Clock clock) {
        try {
            return new Tokens(settings, database, clock);
        } catch (JOSEException impossible) {
            throw new IllegalStateException("this Java platform lacks RS256", impossible);
        }
    }

    private static JWKSource<SecurityContext> keysOf(URI address) {
        try {
            return JWKSourceBuilder.<SecurityContext>create(
                            URI.create(address + KEYS_PATH).toURL())
                    .retrying(true)
                    .rateLimited(1_000)
                    .outageTolerantForever()
                    .build();
        } catch (MalformedURLException impossible) {
            throw new IllegalArgumentException(address + " is not a URL", impossible);
        }
    }

    /**
     * The security stamp of an employee, which every change of the employee's rights changes. It must be read before the
     * account: then a change that the account does not show yet also revokes the token that is issued for it.
     */
    public String securityStamp(String name) {
        return revocations.stamp(name);
    }

    /**
     * A token of this service for an employee.
     *
     * @param stamp the {@link #securityStamp}
     */
    public IssuedToken issue(String name, String role, String stamp, Map<String, String> attributes) {
        Instant expiresAt = clock.instant().plus(life);
        JWTClaimsSet.Builder claims =
                claims(service, name, role, expiresAt).claim(STAMP, stamp).claim(ATTRIBUTES, attributes);
        return new IssuedToken(sign(claims), expiresAt);
    }

    /** A short-lived token for requests of this service to a peer; one is used for the first half of its life. */
    public String issueFor(String peer) {
        return tokensForPeers
                .compute(peer, (name, last) -> isYoung(last) ? last : newTokenFor(peer))
                .token();
    }

    private boolean isYoung(@Nullable IssuedToken token) {
        return token != null && clock.instant().isBefore(token.expiresAt().minus(PEER_TOKEN_LIFE.dividedBy(2)));
    }

    private IssuedToken newTokenFor(String peer) {
        Instant expiresAt = clock.instant().plus(PEER_TOKEN_LIFE);
        return new IssuedToken(sign(claims(peer, service, PEER, expiresAt)), expiresAt);
    }

    private JWTClaimsSet.Builder claims(String audience, String name, String role, Instant expiresAt) {
        return new JWTClaimsSet.Builder()
                .issuer(service)
                .audience(audience)
                .subject(name)
                .jwtID(UUID.randomUUID().toString())
                .expirationTime(Date.from(expiresAt))
                .claim(ROLE, role)
                .claim(ISSUED_AT, clock.millis());
    }

    private String sign(JWTClaimsSet.Builder claims) {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID(keys.key().getKeyID())
                        .build(),
                claims.build());
        try {
            token.sign(signer);
        } catch (JOSEException impossible) {
            throw new IllegalStateException("this Java platform lacks RS256", impossible);
        }
        return token.serialize();
    }

    /** The public keys, as a JWK set (RFC 7517, section 5). */
    public Map<String, Object> publicKeys() {
        return keys.publicKeys().toJSONObject();
    }

    @Override
    public Caller staff(String token) {
        Verified cached = verified.getIfPresent(token);
        if (cached == null) {
            cached = verify(token);
            verified.put(token, cached);
        }
        Caller caller = cached.caller();
        if (!clock.instant().isBefore(caller.expiresAt())) {
            throw refused("the token has expired");
        }
        if (revocations.isRevoked(cached.id(), caller.name(), cached.stamp(), cached.issuedAt())) {
            throw refused("the token was revoked");
        }
        return caller;
    }

    private Verified verify(String token) {
        try {
            SignedJWT signed = parse(token);
            if (!keys.key().getKeyID().equals(signed.getHeader().getKeyID()) || !signed.verify(ownVerifier)) {
                throw refused("the token was not issued by this service");
            }
            JWTClaimsSet claims = signed.getJWTClaimsSet();
            if (!service.equals(claims.getIssuer())) {
                throw refused("the token was not issued by this service");
            }
            return new Verified(
                    caller(claims),
                    UUID.fromString(claims.getJWTID()),
                    Instant.ofEpochMilli(claims.getLongClaim(ISSUED_AT)),
                    claims.getStringClaim(STAMP));
        } catch (ParseException | JOSEException malformed) {
            throw refused("the token is malformed");
        }
    }

    @Override
    public Caller peer(String token) {
        Caller cached = verifiedPeers.getIfPresent(token);
        if (cached == null) {
            cached = verifyPeer(token);
            verifiedPeers.put(token, cached);
        }
        if (!clock.instant().minus(CLOCK_SKEW).isBefore(cached.expiresAt())) {
            throw refused("the token has expired");
        }
        return cached;
    }

    private Caller verifyPeer(String token) {
        try {
            SignedJWT signed = parse(token);
            JWTClaimsSet claims = signed.getJWTClaimsSet();
            if (!verifiedByPeer(signed, claims) || !PEER.equals(claims.getStringClaim(ROLE))) {
                throw refused("the token is not from a peer");
            }
            return caller(claims);
        } catch (ParseException | JOSEException malformed) {
            throw refused("the token is malformed");
        }
    }

    private boolean verifiedByPeer(SignedJWT signed, JWTClaimsSet claims) throws JOSEException {
        JWKSource<SecurityContext> source = claims.getIssuer() == null ? null : peerKeys.get(claims.getIssuer());
        if (source == null || !claims.getIssuer().equals(claims.getSubject())) {
            return false;
        }
        try {
            JWKSelector selector = new JWKSelector(new JWKMatcher.Builder()
                    .keyID(signed.getHeader().getKeyID())
                    .build());
            List<JWK> found = source.get(selector, null);
            return !found.isEmpty()
                    && signed.verify(new RSASSAVerifier(found.getFirst().toRSAKey()));
        } catch (KeySourceException unreachable) {
            throw new Refused(ProblemType.UNAVAILABLE, "the peer's keys are not available; try again later");
        }
    }

    private static SignedJWT parse(String token) throws ParseException {
        if (token.length() > TOKEN_LIMIT) {
            throw refused("the token is malformed");
        }
        SignedJWT signed = SignedJWT.parse(token);
        if (!JWSAlgorithm.RS256.equals(signed.getHeader().getAlgorithm())) {
            throw refused("the token has another signature algorithm than RS256");
        }
        return signed;
    }

    private Caller caller(JWTClaimsSet claims) throws ParseException {
        if (!claims.getAudience().equals(List.of(service))) {
            throw refused("the token is for another service");
        }
        Date expiresAt = claims.getExpirationTime();
        Instant now = clock.instant().minus(claims.getIssuer().equals(service) ? Duration.ZERO : CLOCK_SKEW);
        if (expiresAt == null || !now.isBefore(expiresAt.toInstant())) {
            throw refused("the token has expired");
        }
        Map<String, String> attributes = new HashMap<>();
        Map<String, Object> sent = claims.getJSONObjectClaim(ATTRIBUTES);
        if (sent != null) {
            sent.forEach((name, value) -> attributes.put(name, String.valueOf(value)));
        }
        return new Caller(
                claims.getSubject(), claims.getStringClaim(ROLE), attributes, claims.getJWTID(), expiresAt.toInstant());
    }

    /** Revokes one token. */
    public void revoke(Transaction transaction, Caller caller) {
        revocations.revokeToken(transaction, caller.tokenId(), caller.expiresAt());
    }

    /** Revokes all tokens of an employee, also of a login under way: in the transaction that changes the employee's rights. */
    public void revokeAll(Transaction transaction, String name) {
        revocations.revokeName(transaction, name);
    }

    private static Refused refused(String detail) {
        return new Refused(ProblemType.UNAUTHENTICATED, detail);
    }

    @Override
    public void close() {
        revocations.close();
    }
}
