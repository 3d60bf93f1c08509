package io.lakeflight.server.flight;

import io.lakeflight.catalog.Catalogs;
import io.lakeflight.server.query.CancelSignal;
import io.lakeflight.server.query.QueryLifecycle;
import io.lakeflight.server.session.Session;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.flight.GetSessionOptionsResult;
import org.apache.arrow.flight.NoOpSessionOptionValueVisitor;
import org.apache.arrow.flight.SessionOptionValue;
import org.apache.arrow.flight.SessionOptionValueFactory;
import org.apache.arrow.flight.SetSessionOptionsRequest;
import org.apache.arrow.flight.SetSessionOptionsResult;

/** The session options {@code catalog} and {@code schema}: what {@code USE} sets, as RPCs. */
final class SessionCalls {
    private static final String CATALOG = "catalog";
    private static final String SCHEMA = "schema";

    private final Catalogs catalogs;
    private final QueryLifecycle lifecycle;

    SessionCalls(Catalogs catalogs, QueryLifecycle lifecycle) {
        this.catalogs = catalogs;
        this.lifecycle = lifecycle;
    }

    /** Errors by option; options that are not named there took effect. */
    SetSessionOptionsResult set(Session session, SetSessionOptionsRequest request, CancelSignal signal) {
        Map<String, SetSessionOptionsResult.Error> errors = new HashMap<>();
        Session.State wanted = session.state();
        // The schema is looked for in the catalog asked for with it, in whatever order the map holds them.
        for (String name : new String[] {CATALOG, SCHEMA}) {
            SessionOptionValue option = request.getSessionOptions().get(name);
            if (option != null) {
                Optional<Session.State> changed = apply(wanted, name, option);
                changed.ifPresentOrElse(
                        state -> {}, () -> errors.put(name, error(SetSessionOptionsResult.ErrorValue.INVALID_VALUE)));
                wanted = changed.orElse(wanted);
            }
        }
        for (String name : request.getSessionOptions().keySet()) {
            if (!name.equals(CATALOG) && !name.equals(SCHEMA)) {
                errors.put(name, error(SetSessionOptionsResult.ErrorValue.INVALID_NAME));
            }
        }
        if (!wanted.equals(session.state())) {
            use(session, wanted, signal);
        }
        return new SetSessionOptionsResult(errors);
    }

    GetSessionOptionsResult options(Session session) {
        Session.State state = session.state();
        return new GetSessionOptionsResult(Map.of(
                CATALOG, SessionOptionValueFactory.makeSessionOptionValue(state.catalog()),
                SCHEMA, SessionOptionValueFactory.makeSessionOptionValue(state.schema())));
    }

    private Optional<Session.State> apply(Session.State state, String name, SessionOptionValue option) {
        if (option.isEmpty()) {
            return Optional.of(
                    name.equals(CATALOG)
                            ? state.withCatalog(Session.DEFAULT_CATALOG).withSchema(Session.DEFAULT_SCHEMA)
                            : state.withSchema(Session.DEFAULT_SCHEMA));
        }
        String value = option.acceptVisitor(new StringOption());
        if (value == null) {
            return Optional.empty();
        }
        if (name.equals(CATALOG)) {
            boolean same = value.equals(state.catalog());
            return catalogs.find(value)
                    .map(found -> same ? state : state.withCatalog(value).withSchema(Session.DEFAULT_SCHEMA));
        }
        return catalogs.schemas(state.catalog()).contains(value)
                ? Optional.of(state.withSchema(value))
                : Optional.empty();
    }

    /** A session the engine holds is changed there too, by the statement that does it. */
    private void use(Session session, Session.State wanted, CancelSignal signal) {
        if (session.engineId().isEmpty()) {
            session.update(wanted);
            return;
        }
        StringBuilder sql = new StringBuilder("USE ").append(quoted(wanted.catalog()));
        for (String part : wanted.schema().split("\\.")) {
            sql.append('.').append(quoted(part));
        }
        lifecycle.update(session, sql.toString(), signal);
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    private static SetSessionOptionsResult.Error error(SetSessionOptionsResult.ErrorValue value) {
        return new SetSessionOptionsResult.Error(value);
    }

    /** The text of a string option; null for any other type. */
    private static final class StringOption extends NoOpSessionOptionValueVisitor<String> {
        @Override
        public String visit(String value) {
            return value;
        }
    }
}
