package io.lakeflight.server.query;

import io.lakeflight.engine.protocol.Analysis;
import io.lakeflight.engine.protocol.Outcome;
import io.lakeflight.engine.protocol.StatementKind;
import io.lakeflight.server.control.DataPlanes;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import io.lakeflight.server.results.HeldRows;
import io.lakeflight.server.results.SchemaMessages;
import io.lakeflight.server.routing.PlaneSetting;
import io.lakeflight.server.session.Session;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** Decides for each query which data plane it belongs to, and carries out the statements by which a session chooses. */
public final class StatementRouting {
    private static final Analysis CHANGES_SESSION = Analysis.newBuilder()
            .setKind(StatementKind.SESSION)
            .setSchema(SchemaMessages.toMessage(new Schema(List.of())))
            .build();

    private static final Schema SETTING = new Schema(List.of(text("key"), text("value")));

    private final DataPlanes planes;

    public StatementRouting(DataPlanes planes) {
        this.planes = planes;
    }

    /** The data plane for a statement of the session. */
    String plane(Session session) {
        Optional<String> home = session.engines().home();
        Optional<String> chosen = session.dataPlane();
        chosen.ifPresent(this::requireKnown);
        if (chosen.isPresent() && home.isPresent() && !chosen.equals(home)) {
            throw EngineAccess.elsewhere(home.get(), chosen.get());
        }
        return home.or(() -> chosen).orElse(planes.defaultPlane());
    }

    /** What a statement is that chooses a data plane; empty for any other. */
    Optional<Analysis> analysis(String sql) {
        return PlaneSetting.parse(sql)
                .filter(setting -> !(setting instanceof PlaneSetting.Question))
                .map(setting -> CHANGES_SESSION);
    }

    /** Carries out a statement that chooses a data plane; empty, and nothing done, for any other. */
    Optional<Outcome> execute(Session session, String sql) {
        return PlaneSetting.parse(sql).map(setting -> {
            choose(
                    session,
                    setting instanceof PlaneSetting.Choice choice ? Optional.of(choice.plane()) : Optional.empty());
            return Outcome.getDefaultInstance();
        });
    }

    /**
     * Chooses the plane for the session's statements from here on; empty for none.
     *
     * @throws QueryException if there is none of that name, or what the session holds is on another one
     */
    public void choose(Session session, Optional<String> plane) {
        plane.ifPresent(name -> {
            requireKnown(name);
            session.engines().home().filter(home -> !home.equals(name)).ifPresent(home -> {
                throw EngineAccess.elsewhere(home, name);
            });
        });
        session.chooseDataPlane(plane);
    }

    private void requireKnown(String plane) {
        if (planes.find(plane).isEmpty()) {
            throw new QueryException(
                    ErrorCode.INVALID_SESSION_OPTION,
                    "There is no data plane \"%s\" (expected: one of %s)"
                            .formatted(plane, String.join(", ", planes.names())));
        }
    }

    /** The answer to a statement that asks about routing; empty for any other. */
    Optional<HeldRows> answer(Session session, String sql) {
        return PlaneSetting.parse(sql)
                .filter(PlaneSetting.Question.class::isInstance)
                .map(question -> new HeldRows(
                        SETTING,
                        List.of(HeldRows.Row.of(
                                PlaneSetting.KEY, session.dataPlane().orElse("<undefined>")))));
    }

    private static Field text(String name) {
        return Field.notNullable(name, new ArrowType.Utf8());
    }
}
