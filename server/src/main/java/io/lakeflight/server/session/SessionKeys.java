package io.lakeflight.server.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/**
 * The cookies and tokens handed out, each standing for a session key. Bounded, and forgotten when unused for as long as
 * a session may be.
 */
public final class SessionKeys {
    private static final int MOST = 100_000;

    private final SecureRandom random = new SecureRandom();
    private final Cache<String, String> keyByCookie;
    private final Cache<String, String> cookieByKey;
    private final Cache<String, String> userByToken;

    public SessionKeys(Duration idleTimeout) {
        this.keyByCookie = bounded(idleTimeout);
        this.cookieByKey = bounded(idleTimeout);
        this.userByToken = bounded(idleTimeout);
    }

    private static Cache<String, String> bounded(Duration idleTimeout) {
        return Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterAccess(idleTimeout)
                .build();
    }

    /** The session a cookie stands for; empty if it is not one of ours or has expired. */
    public Optional<String> keyOf(String cookie) {
        return Optional.ofNullable(keyByCookie.getIfPresent(cookie));
    }

    /** The cookie of a session, the same one every time. */
    public String cookieOf(String sessionKey) {
        return cookieByKey.get(sessionKey, key -> {
            String cookie = secret();
            keyByCookie.put(cookie, key);
            return cookie;
        });
    }

    /** A token that stands for a user and a session of its own. */
    public String newToken(String user) {
        String token = secret();
        userByToken.put(token, user);
        return token;
    }

    /** The user a token was given to; empty if it is not one of ours or has expired. */
    public Optional<String> userOf(String token) {
        return Optional.ofNullable(userByToken.getIfPresent(token));
    }

    private String secret() {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
