package io.lakeflight.server.flight;

import io.grpc.Attributes;
import io.grpc.ServerCall;
import io.grpc.ServerTransportFilter;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Numbers the clients' connections and remembers which sessions each has used, to let go of them when it ends. */
final class Connections extends ServerTransportFilter {
    private static final Attributes.Key<Connection> CONNECTION = Attributes.Key.create("connection");

    private final AtomicLong lastId = new AtomicLong();
    private final Consumer<String> detach;

    /** {@code detach} is told the key of every session a connection had used when it ends. */
    Connections(Consumer<String> detach) {
        this.detach = detach;
    }

    static long idOf(ServerCall<?, ?> call) {
        return call.getAttributes().get(CONNECTION).id();
    }

    static void use(ServerCall<?, ?> call, String sessionKey) {
        call.getAttributes().get(CONNECTION).sessionKeys().add(sessionKey);
    }

    @Override
    public Attributes transportReady(Attributes attributes) {
        Connection connection = new Connection(lastId.incrementAndGet(), ConcurrentHashMap.newKeySet());
        return attributes.toBuilder().set(CONNECTION, connection).build();
    }

    @Override
    public void transportTerminated(Attributes attributes) {
        Connection connection = attributes == null ? null : attributes.get(CONNECTION);
        if (connection != null) {
            connection.sessionKeys().forEach(detach);
        }
    }

    private record Connection(long id, Set<String> sessionKeys) {}
}
