package io.lakeflight.engine.spark;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.apache.arrow.flight.CallHeaders;
import org.apache.arrow.flight.CallInfo;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightServerMiddleware;
import org.apache.arrow.flight.RequestContext;

/** Lets in only calls that present the token this engine was started with, and notes that a server is alive. */
final class BearerToken implements FlightServerMiddleware.Factory<BearerToken.Accepted> {
    static final FlightServerMiddleware.Key<Accepted> KEY = FlightServerMiddleware.Key.of("bearer-token");

    private final byte[] expected;
    private final LostServerWatch watch;

    BearerToken(String token, LostServerWatch watch) {
        this.expected = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
        this.watch = watch;
    }

    @Override
    public Accepted onCallStarted(CallInfo call, CallHeaders headers, RequestContext context) {
        String presented = headers.get("authorization");
        if (presented == null || !MessageDigest.isEqual(expected, presented.getBytes(StandardCharsets.UTF_8))) {
            throw CallStatus.UNAUTHENTICATED
                    .withDescription("The call does not carry this engine's token")
                    .toRuntimeException();
        }
        watch.serverCalled();
        return new Accepted();
    }

    /** A call that was let in. */
    static final class Accepted implements FlightServerMiddleware {
        @Override
        public void onBeforeSendingHeaders(CallHeaders headers) {}

        @Override
        public void onCallCompleted(CallStatus status) {}

        @Override
        public void onCallErrored(Throwable failure) {}
    }
}
