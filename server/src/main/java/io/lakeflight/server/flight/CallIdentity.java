package io.lakeflight.server.flight;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import io.lakeflight.server.session.Caller;
import io.lakeflight.server.session.SessionKeys;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
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
    private static final Context.Key<Boolean> LOST_SESSION = Context.key("lost-session");
    private static final Metadata.Key<String> AUTHORIZATION = ascii("authorization");
    private static final Metadata.Key<String> SET_COOKIE = ascii("set-cookie");
    private static final String BASIC = "Basic ";
    private static final String BEARER = "Bearer ";

    private final SessionKeys keys;

    CallIdentity(SessionKeys keys) {
        this.keys = keys;
    }

    /** Who makes the call this thread serves; fails if the call names a session that has expired. */
    static Caller caller() {
        if (Boolean.TRUE.equals(LOST_SESSION.get())) {
            throw new QueryException(
                    ErrorCode.UNKNOWN_SESSION, "The session has expired or the server was restarted; connect again");
        }
        return CALLER.get();
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Optional<String> authorization = Optional.ofNullable(headers.get(AUTHORIZATION));
        Optional<String> bearer = authorization.flatMap(value -> after(BEARER, value));
        String user = authorization
                .flatMap(value -> after(BASIC, value))
                .map(CallIdentity::userOfBasic)
                .or(() -> bearer.flatMap(keys::userOf))
                .orElse(Caller.ANONYMOUS);
        boolean wantsToken = bearer.isEmpty()
                && (authorization.isPresent()
                        || call.getMethodDescriptor().getBareMethodName().equals("Handshake"));
        Optional<String> issued = wantsToken ? Optional.of(keys.newToken(user)) : Optional.empty();

        Optional<String> cookie = SessionCookie.read(headers);
        Optional<String> known = cookie.flatMap(keys::keyOf);
        String key = known.orElseGet(
                () -> issued.or(() -> bearer.filter(token -> keys.userOf(token).isPresent()))
                        .map(token -> "token:" + token)
                        .orElseGet(() -> "connection:" + Connections.idOf(call) + ":" + bearer.orElse("")));
        // A session belongs to its user: a cookie that comes with another name opens another session.
        Connections.use(call, user + "@" + key);

        Metadata answer = new Metadata();
        if (cookie.isEmpty()) {
            answer.put(SET_COOKIE, SessionCookie.NAME + "=" + keys.cookieOf(key));
        }
        issued.ifPresent(token -> answer.put(AUTHORIZATION, BEARER + token));
        Context context = Context.current()
                .withValue(CALLER, new Caller(user, user + "@" + key, defaults(headers)))
                .withValue(LOST_SESSION, cookie.isPresent() && known.isEmpty());
        return Contexts.interceptCall(context, withHeaders(call, answer), headers, next);
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

    /** Unknown JDBC URL properties arrive as headers; these name where an opening session starts. */
    private static Map<String, String> defaults(Metadata headers) {
        Map<String, String> defaults = new HashMap<>();
        for (String name : new String[] {"catalog", "schema"}) {
            Optional.ofNullable(headers.get(ascii(name))).ifPresent(value -> defaults.put(name, value));
        }
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
}
