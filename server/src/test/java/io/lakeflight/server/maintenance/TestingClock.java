package io.lakeflight.server.maintenance;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that is put forward by hand. */
final class TestingClock extends Clock {
    private volatile Duration ahead = Duration.ZERO;
    private volatile Instant stopped = Instant.MAX;

    void advance(Duration time) {
        ahead = ahead.plus(time);
    }

    void stopAt(Instant time) {
        stopped = time;
    }

    @Override
    public Instant instant() {
        return stopped.equals(Instant.MAX) ? Instant.now().plus(ahead) : stopped;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
