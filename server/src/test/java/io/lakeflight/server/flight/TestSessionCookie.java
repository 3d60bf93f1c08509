package io.lakeflight.server.flight;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestSessionCookie {
    private static final Metadata.Key<String> COOKIE = Metadata.Key.of("cookie", Metadata.ASCII_STRING_MARSHALLER);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arrow_flight_session_id=abc-1",
                "arrow_flight_session_id=\"abc-1\";$Path=\"/\"",
                "a=1; arrow_flight_session_id=abc-1",
                "a=1;arrow_flight_session_id=abc-1 ;b=2",
                " arrow_flight_session_id = abc-1 ",
            })
    void cookieIsReadAsClientsReallySendIt(String line) {
        assertThat(SessionCookie.read(headers(line))).contains("abc-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ";", "=", "arrow_flight_session_id", "xarrow_flight_session_id=abc", "a=b;c=d"})
    void anythingElseIsNoCookie(String line) {
        assertThat(SessionCookie.read(headers(line))).isEmpty();
    }

    @Test
    void callWithoutCookiesHasNone() {
        assertThat(SessionCookie.read(new Metadata())).isEmpty();
    }

    private static Metadata headers(String line) {
        Metadata headers = new Metadata();
        headers.put(COOKIE, line);
        return headers;
    }
}
