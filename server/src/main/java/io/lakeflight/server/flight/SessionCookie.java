package io.lakeflight.server.flight;

import io.grpc.Metadata;
import java.util.Optional;

/** Reads the session cookie as clients really send it: quoted or not, with attributes, with any spacing. */
final class SessionCookie {
    static final String NAME = "arrow_flight_session_id";

    private static final Metadata.Key<String> COOKIE = Metadata.Key.of("cookie", Metadata.ASCII_STRING_MARSHALLER);

    static Optional<String> read(Metadata headers) {
        Iterable<String> lines = headers.getAll(COOKIE);
        if (lines == null) {
            return Optional.empty();
        }
        for (String line : lines) {
            for (String pair : line.split("[;,]")) {
                int equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).trim().equals(NAME)) {
                    return Optional.of(unquoted(pair.substring(equals + 1).trim()));
                }
            }
        }
        return Optional.empty();
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private SessionCookie() {}
}
