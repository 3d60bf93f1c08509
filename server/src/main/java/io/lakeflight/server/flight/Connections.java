package io.lakeflight.server.flight;

import io.grpc.Attributes;
import io.grpc.ServerCall;
import io.grpc.ServerTransportFilter;

/** Tells calls by which connection they came, and sessions which connections of theirs are up. */
final class Connections extends ServerTransportFilter {
    private static final Attributes.Key<Connection> CONNECTION = Attributes.Key.create("connection");

    static Connection of(ServerCall<?, ?> call) {
        return call.getAttributes().get(CONNECTION);
    }

    @Override
    public Attributes transportReady(Attributes attributes) {
        return attributes.toBuilder().set(CONNECTION, new Connection()).build();
    }

    @Override
    public void transportTerminated(Attributes attributes) {
        Connection connection = attributes == null ? null : attributes.get(CONNECTION);
        if (connection != null) {
            connection.end();
        }
    }
}
