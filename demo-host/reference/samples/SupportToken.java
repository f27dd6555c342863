// implementation("com.auth0:java-jwt:4.5.0")
import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

public final class SupportToken {
    /** At most an hour. The page asks for a new one in time. */
    private static final Duration LIFETIME = Duration.ofMinutes(15);

    private SupportToken() {}

    /** For whoever is signed in. On your server only. */
    public static String of(
            String id,
            String name,
            String email,
            Map<String, ?> context,
            String secret) {
        Instant now = Instant.now();
        return JWT.create()
            .withSubject(id)
            .withClaim("name", name)
            .withClaim("email", email)
            .withClaim("context", context)
            .withIssuedAt(now)
            .withExpiresAt(now.plus(LIFETIME))
            .sign(Algorithm.HMAC256(secret));
    }
}
