package io.lakeflight.server.http;

import java.time.Duration;

/**
 * Where the HTTP endpoint (health, Iceberg REST) listens, and what it takes on. Port 0 takes a free one.
 *
 * @param maxRequests Iceberg REST requests at work at the same time
 * @param maxBodyBytes the longest body of a request
 * @param idempotencyLifetime how long the answer to a request with an idempotency key is kept for its repetition
 */
public record HttpConfig(String address, int port, int maxRequests, int maxBodyBytes, Duration idempotencyLifetime) {
    public static final HttpConfig DEFAULTS = new HttpConfig("127.0.0.1", 8080);

    /** The given address with all limits at their defaults. */
    public HttpConfig(String address, int port) {
        this(address, port, 48, 32 << 20, Duration.ofMinutes(30));
    }
}
