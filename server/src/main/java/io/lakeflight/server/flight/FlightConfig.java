package io.lakeflight.server.flight;

/** Where the Flight SQL endpoint listens. Port 0 takes a free one. */
public record FlightConfig(String address, int port) {
    public static final FlightConfig DEFAULTS = new FlightConfig("127.0.0.1", 32010);
}
