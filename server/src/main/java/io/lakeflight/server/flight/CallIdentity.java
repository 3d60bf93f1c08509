package io.lakeflight.server.flight;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.lakeflight.server.error.QueryException;
import io.lakeflight.server.session.Caller;
import io.lakeflight.server.session.Session;
import io.lakeflight.server.session.SessionRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out, for every call, who is calling and in which session, and answers with the session's cookie and, to a name
 * and password, with a token.
 *
 * <p>This version checks no password: it listens on loopback only.
 */
final class CallIdentity implements ServerInterceptor {
    private static final Context.Key<Caller> CALLER = Context.key("caller");
    private static final Context.Key<Exchange> EXCHANGE = Context.key("exchange");
    private static final Context.Key<QueryException> REFUSAL = Context.key("refusal");
    private static final Metadata.Key<String> AUTHORIZATION = ascii("authorization");
    private static final Metadata.Key<String> SET_COOKIE = ascii("set-cookie");
    private static final String BASIC = "Basic ";
    private static final String BEARER = "Bearer ";

    private final SessionRegistry sessions;

    CallIdentity(SessionRegistry sessions) {
        this.sessions = sessions;
    }

    /** Who makes the call this thread serves; fails if the call names a session that has ended. */
    static Caller caller() {
        QueryException refusal = REFUSAL.get();
        if (refusal != null) {
            throw refusal;
        }
        return CALLER.get();
    }

    /**
     * Closes the session of the call this thread serves. The answer takes the cookie back, so that a client may go on: in
     * a session of its own, which it then knows for another one.
     */
    static void closeSession(SessionRegistry sessions) {
        Session session = caller().session();
        Exchange exchange = EXCHANGE.get();
        exchange.connection().forget(session);
        exchange.answer().discardAll(SET_COOKIE);
        exchange.answer().put(SET_COOKIE, SessionCookie.NAME + "=; Max-Age=0");
        sessions.close(session);
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Metadata answer = new Metadata();
        Context context = Context.current().withValue(EXCHANGE, new Exchange(Connections.of(call), answer));
        try {
            context = context.withValue(CALLER, identify(call, headers, answer));
        } catch (QueryException e) {
            // Calls that need no session, such as those for metadata, are answered all the same.
            context = context.withValue(REFUSAL, e);
        }
        return Contexts.interceptCall(context, withHeaders(call, answer), headers, next);
    }

    private Caller identify(ServerCall<?, ?> call, Metadata headers, Metadata answer) {
        Optional<String> authorization = Optional.ofNullable(headers.get(AUTHORIZATION));
        Optional<String> bearer = authorization.flatMap(value -> after(BEARER, value));
        Optional<Session> ofToken = bearer.flatMap(sessions::ofToken);
        String user = authorization
                .flatMap(value -> after(BASIC, value))
                .map(CallIdentity::userOfBasic)
                .or(() -> ofToken.map(Session::user))
                .orElse(Caller.ANONYMOUS);
        boolean login = bearer.isEmpty()
                && call.getMethodDescriptor().getBareMethodName().equals("Handshake");
        Optional<String> cookie = SessionCookie.read(headers);
        Optional<Session> ofCookie = cookie.flatMap(sessions::ofCookie);
        if (cookie.isPresent() && ofCookie.isEmpty() && !login) {
            throw SessionRegistry.unknown();
        }
        Connection connection = Connections.of(call);
        // A session belongs to its user: a cookie that comes with another name is not theirs.
        Session session = ofCookie.filter(found -> found.user().equals(user))
                .or(() -> ofToken)
                .orElseGet(() -> login ? sessions.open(user) : connection.session(user, bearer.orElse(""), sessions));
        connection.use(session);
        session.touch();
        if (ofCookie.isEmpty()) {
            answer.put(SET_COOKIE, SessionCookie.NAME + "=" + session.cookie());
        }
        if (login || (authorization.isPresent() && bearer.isEmpty())) {
            answer.put(AUTHORIZATION, BEARER + session.token());
        }
        return new Caller(session, defaults(headers));
    }

    private static <Q, A> ServerCall<Q, A> withHeaders(ServerCall<Q, A> call, Metadata answer) {
        return new SimpleForwardingServerCall<>(call) {
            private boolean sent;

            @Override
            public void sendHeaders(Metadata headers) {
                sent = true;
                headers.merge(answer);
                super.sendHeaders(headers);
            }

            /** A handshake, like a failed call, has no message, and gRPC then sends no headers of its own. */
            @Override
            public void close(Status status, Metadata trailers) {
                if (!sent) {
                    sendHeaders(new Metadata());
                }
                super.close(status, trailers);
            }
        };
    }

    /** Unknown JDBC URL properties arrive as headers; these tell how an opening session starts, and whose it is. */
    private static Map<String, String> defaults(Metadata headers) {
        Map<String, String> defaults = new HashMap<>();
        for (String name : List.of("catalog", "schema", "data_plane", "dialect", "fast_lane", "approximate_doubles")) {
            Optional.ofNullable(headers.get(ascii(name))).ifPresent(value -> defaults.put(name, value));
        }
        Optional.ofNullable(headers.get(ascii("x-client")))
                .or(() -> Optional.ofNullable(headers.get(ascii("user-agent"))))
                .ifPresent(value -> defaults.put("client", value));
        Optional.ofNullable(headers.get(ascii("database"))).ifPresent(value -> defaults.putIfAbsent("schema", value));
        return defaults;
    }

    /** Some clients leave out the padding; some send no password. */
    private static String userOfBasic(String encoded) {
        try {
            String decoded = new String(Base64.getDecoder().decode(encoded.replace("=", "")), StandardCharsets.UTF_8);
            int colon = decoded.indexOf(':');
            String user = colon < 0 ? decoded : decoded.substring(0, colon);
            return user.isBlank() ? Caller.ANONYMOUS : user;
        } catch (IllegalArgumentException e) {
            return Caller.ANONYMOUS;
        }
    }

    private static Optional<String> after(String scheme, String value) {
        return value.regionMatches(true, 0, scheme, 0, scheme.length())
                ? Optional.of(value.substring(scheme.length()).trim())
                : Optional.empty();
    }

    private static Metadata.Key<String> ascii(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    /**
     * What a call's work may change of how it is answered.
     *
     * @param answer headers to be sent with the first message, or with the end
     */
    private record Exchange(Connection connection, Metadata answer) {}
}
