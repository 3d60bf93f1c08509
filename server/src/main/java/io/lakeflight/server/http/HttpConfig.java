package io.lakeflight.server.http;

/** Where the HTTP endpoint (health, Iceberg REST) listens. Port 0 takes a free one. */
public record HttpConfig(String address, int port) {
    public static final HttpConfig DEFAULTS = new HttpConfig("127.0.0.1", 8080);
}
