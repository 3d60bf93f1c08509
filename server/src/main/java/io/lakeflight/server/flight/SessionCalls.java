package io.lakeflight.server.flight;

import io.lakeflight.catalog.Catalogs;
import io.lakeflight.server.error.QueryException;
import io.lakeflight.server.query.CancelSignal;
import io.lakeflight.server.query.QueryLifecycle;
import io.lakeflight.server.query.StatementRouting;
import io.lakeflight.server.session.Session;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.arrow.flight.GetSessionOptionsResult;
import org.apache.arrow.flight.NoOpSessionOptionValueVisitor;
import org.apache.arrow.flight.SessionOptionValue;
import org.apache.arrow.flight.SessionOptionValueFactory;
import org.apache.arrow.flight.SetSessionOptionsRequest;
import org.apache.arrow.flight.SetSessionOptionsResult;

/**
 * The session options {@code catalog} and {@code schema}, which {@code USE} sets, and those that {@code SET
 * lakeflight.data_plane} and the like set, as RPCs.
 */
final class SessionCalls {
    private static final String CATALOG = "catalog";
    private static final String SCHEMA = "schema";
    private static final String DATA_PLANE = "data_plane";
    private static final String DIALECT = "dialect";
    private static final String FAST_LANE = "fast_lane";
    private static final String APPROXIMATE_DOUBLES = "approximate_doubles";
    private static final Set<String> NAMES =
            Set.of(CATALOG, SCHEMA, DATA_PLANE, DIALECT, FAST_LANE, APPROXIMATE_DOUBLES);

    private final Catalogs catalogs;
    private final StatementRouting routing;
    private final QueryLifecycle lifecycle;

    SessionCalls(Catalogs catalogs, StatementRouting routing, QueryLifecycle lifecycle) {
        this.catalogs = catalogs;
        this.routing = routing;
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
            if (!NAMES.contains(name)) {
                errors.put(name, error(SetSessionOptionsResult.ErrorValue.INVALID_NAME));
            }
        }
        Map<String, Consumer<Optional<String>>> choices = Map.of(
                DATA_PLANE,
                name -> routing.choose(session, name),
                DIALECT,
                session::chooseDialect,
                FAST_LANE,
                session::chooseFastLane,
                APPROXIMATE_DOUBLES,
                session::chooseApproximateDoubles);
        choices.forEach((name, choice) -> {
            SessionOptionValue option = request.getSessionOptions().get(name);
            if (option != null && !choose(option, choice)) {
                errors.put(name, error(SetSessionOptionsResult.ErrorValue.INVALID_VALUE));
            }
        });
        if (!wanted.equals(session.state())) {
            use(session, wanted, signal);
        }
        return new SetSessionOptionsResult(errors);
    }

    GetSessionOptionsResult options(Session session) {
        Session.State state = session.state();
        Map<String, SessionOptionValue> options = new HashMap<>();
        options.put(CATALOG, SessionOptionValueFactory.makeSessionOptionValue(state.catalog()));
        options.put(SCHEMA, SessionOptionValueFactory.makeSessionOptionValue(state.schema()));
        options.put(
                DIALECT,
                SessionOptionValueFactory.makeSessionOptionValue(
                        session.dialect().toString()));
        options.put(
                FAST_LANE,
                SessionOptionValueFactory.makeSessionOptionValue(session.lane().fastLane()));
        options.put(
                APPROXIMATE_DOUBLES,
                SessionOptionValueFactory.makeSessionOptionValue(
                        String.valueOf(session.lane().approximateDoubles())));
        session.dataPlane()
                .ifPresent(plane -> options.put(DATA_PLANE, SessionOptionValueFactory.makeSessionOptionValue(plane)));
        return new GetSessionOptionsResult(options);
    }

    /** The protocol has no words for why an option is refused. */
    private static boolean choose(SessionOptionValue option, Consumer<Optional<String>> choice) {
        String name = option.isEmpty() ? "" : option.acceptVisitor(new StringOption());
        if (name == null) {
            return false;
        }
        try {
            choice.accept(name.isEmpty() ? Optional.empty() : Optional.of(name));
            return true;
        } catch (QueryException e) {
            return false;
        }
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
        if (session.engines().all().isEmpty()) {
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
