package io.lakeflight.server.query;

import io.lakeflight.engine.protocol.Analysis;
import io.lakeflight.engine.protocol.Execution;
import io.lakeflight.engine.protocol.Statement;
import io.lakeflight.engine.protocol.StatementKind;
import io.lakeflight.server.error.QueryException;
import io.lakeflight.server.front.FrontLane;
import io.lakeflight.server.front.SessionChange;
import io.lakeflight.server.results.HeldRows;
import io.lakeflight.server.results.SchemaMessages;
import java.util.Optional;

/** Finds out what a statement would do and return, and who is to do it: the server itself or an engine of a data plane. */
final class QueryPlanning {
    private final StatementRouting routing;
    private final EngineAccess engines;
    private final FrontLane front;

    QueryPlanning(StatementRouting routing, EngineAccess engines, FrontLane front) {
        this.routing = routing;
        this.engines = engines;
        this.front = front;
    }

    Analysis plan(Query query) {
        query.moveTo(QueryState.PLANNING);
        return routing.analysis(query.sparkSql()).or(() -> inServer(query)).orElseGet(() -> analyzed(query));
    }

    /** Of what the server answers itself, unless a rule refuses it. */
    private Optional<Analysis> inServer(Query query) {
        Optional<SessionChange> change = front.change(query.session(), query.sparkSql());
        change.ifPresent(query::changes);
        Optional<Analysis> analysis =
                change.map(QueryPlanning::analysis).or(() -> answer(query).map(QueryPlanning::analysis));
        if (analysis.isPresent()) {
            routing.admit(query.session(), query.sparkSql());
        }
        return analysis;
    }

    private Analysis analyzed(Query query) {
        route(query);
        return routing.analysis(
                query,
                () -> engines.inSessionTwice(query, engine -> engine.client().analyze(engines.statement(query))));
    }

    /** Once: where a query was analysed, there it is executed. */
    void route(Query query) {
        if (query.plane().isEmpty()) {
            query.routedTo(routing.plane(query.session(), query.sparkSql()));
        }
    }

    /**
     * Whether what was prepared would go where it was prepared.
     *
     * @throws QueryException if a rule refuses it
     */
    boolean isRoutedAlike(PreparedStatement prepared, Query query) {
        if (prepared.plane().isEmpty()) {
            routing.admit(query.session(), query.sparkSql());
            return true;
        }
        route(query);
        return prepared.plane().equals(query.plane());
    }

    /** What the server itself can answer, which it does anew at each step: there is nothing to hold, and no old news. */
    Optional<HeldRows> answer(Query query) {
        if (query.hasParameters()) {
            Statement statement = query.toStatement();
            return front.answer(
                    query.session(), statement.getSql(), statement.getParameters(), statement.getParameterOrderList());
        }
        return routing.answer(query.session(), query.sparkSql(), front, (plane, sql) -> lane(query, plane, sql))
                .or(() -> front.answer(query.session(), query.sparkSql()));
    }

    private Optional<Execution> lane(Query query, String plane, String sql) {
        Statement explained = query.toStatement().toBuilder().setSql(sql).build();
        return engines.lane(query.session(), plane, explained);
    }

    private static Analysis analysis(SessionChange change) {
        return analysis(StatementKind.SESSION, change.rows());
    }

    private static Analysis analysis(HeldRows rows) {
        Analysis analysis = analysis(StatementKind.QUERY, rows);
        boolean isBound = rows.parameters().getFields().isEmpty();
        return isBound
                ? analysis
                : analysis.toBuilder()
                        .setParameterSchema(SchemaMessages.toMessage(rows.parameters()))
                        .build();
    }

    private static Analysis analysis(StatementKind kind, HeldRows rows) {
        return Analysis.newBuilder()
                .setKind(kind)
                .setSchema(SchemaMessages.toMessage(rows.schema()))
                .build();
    }
}
