package io.lakeflight.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakeflight.server.http.RequestBodies.Body;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.exceptions.ServiceUnavailableException;
import org.junit.jupiter.api.Test;

class TestRequestBodies {
    private static final int LONGEST = 1 << 20;

    private final RequestBodies bodies = new RequestBodies(LONGEST, 4);

    @Test
    void bodyIsReadWhole() {
        byte[] content = new byte[LONGEST];
        content[LONGEST - 1] = 7;

        try (Body body = bodies.read(new ByteArrayInputStream(content))) {
            assertThat(body.content()).isEqualTo(content);
        }
        try (Body body = bodies.read(InputStream.nullInputStream())) {
            assertThat(body.content()).isEmpty();
        }
    }

    @Test
    void longBodiesWaitForNoneOfThoseAtWork() {
        List<Body> atWork = new ArrayList<>();
        for (int number = 0; number < 4; number++) {
            atWork.add(bodies.read(new ByteArrayInputStream(new byte[LONGEST])));
        }

        assertThatThrownBy(() -> bodies.read(new ByteArrayInputStream(new byte[LONGEST])))
                .isInstanceOf(ServiceUnavailableException.class)
                .hasMessageContaining("http.max-body-size");

        atWork.get(0).close();
        bodies.read(new ByteArrayInputStream(new byte[LONGEST])).close();
    }

    @Test
    void bodyThatComesTooSlowlyIsRefused() {
        RequestBodies impatient = new RequestBodies(LONGEST, 4, Duration.ZERO);

        assertThatThrownBy(() -> impatient.read(new ByteArrayInputStream(new byte[1])))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("within");
    }

    @Test
    void refusedBodyTakesNoPlace() {
        for (int number = 0; number < 100; number++) {
            assertThatThrownBy(() -> bodies.read(new ByteArrayInputStream(new byte[LONGEST + 1])))
                    .isInstanceOf(BadRequestException.class)
                    .hasMessageContaining("longer than");
            assertThatThrownBy(() -> bodies.read(new Broken()))
                    .isInstanceOf(BadRequestException.class)
                    .hasMessageContaining("ended early");
        }

        bodies.read(new ByteArrayInputStream(new byte[LONGEST])).close();
    }

    private static final class Broken extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("reset");
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return read();
        }
    }
}
