package io.lakeflight.server.query;

import io.lakeflight.catalog.Catalogs;
import io.lakeflight.engine.protocol.CurrentTable;
import io.lakeflight.engine.protocol.Outcome;
import io.lakeflight.engine.protocol.Statement;
import io.lakeflight.engine.protocol.StatementKind;
import io.lakeflight.engine.protocol.TableName;
import io.lakeflight.server.control.Engine;
import io.lakeflight.server.engines.EngineStream;
import io.lakeflight.server.front.FrontLane;
import io.lakeflight.server.places.DeletionCheck;
import io.lakeflight.server.results.HeldRows;
import io.lakeflight.server.results.ResultRelay;
import io.lakeflight.server.results.RowSink;
import java.util.Optional;
import java.util.function.Function;

/** Executes planned statements, each once: those with effects when they are submitted, the others when their rows are. */
final class QueryExecution {
    private final StatementRouting routing;
    private final QueryPlanning planning;
    private final EngineAccess engines;
    private final Settlement settlement;
    private final FrontLane front;
    private final ResultRelay relay;
    private final TableClaims claims;
    private final DeletionCheck deletions;

    QueryExecution(
            StatementRouting routing,
            QueryPlanning planning,
            EngineAccess engines,
            FrontLane front,
            Catalogs catalogs,
            ResultRelay relay,
            TableClaims claims) {
        this.routing = routing;
        this.planning = planning;
        this.engines = engines;
        this.settlement = new Settlement(catalogs);
        this.front = front;
        this.relay = relay;
        this.claims = claims;
        this.deletions = new DeletionCheck(catalogs);
    }

    /** Queries wait for their fetch; effects take place here. */
    Query start(Query query) {
        if (!query.hasEffects()) {
            return query;
        }
        claims.makeWayFor(query);
        deletions.require(query.analysis());
        QuerySteps.requireWanted(query);
        query.claimRun();
        query.moveTo(QueryState.RUNNING);
        Outcome outcome = routing.execute(query.session(), query.sparkSql())
                .or(() -> changed(query))
                .orElseGet(() -> executed(query));
        query.finished(outcome);
        query.moveTo(QueryState.FINISHED);
        return query;
    }

    /** What no engine need be told; empty if it is none, or not as it was planned. */
    private Optional<Outcome> changed(Query query) {
        return query.change()
                .filter(change -> change.make(query.session()))
                .or(() ->
                        front.change(query.session(), query.sparkSql()).filter(change -> change.make(query.session())))
                .map(change ->
                        Outcome.newBuilder().setRows(relay.keep(change.rows())).build());
    }

    private Outcome executed(Query query) {
        planning.route(query);
        Function<Engine, Outcome> call = engine -> {
            Outcome outcome = settlement.execute(engine, engines.statement(query), query.analysis(), query.abandoned());
            if (outcome.hasSession()) {
                engines.remember(query, outcome.getSession());
            }
            return outcome;
        };
        boolean changesSession = query.analysis().getKind() == StatementKind.SESSION;
        return changesSession ? engines.changingSession(query, call) : engines.inSession(query, call);
    }

    /** Sends the rows of a query without effects, in order, as they come. */
    void stream(Query query, RowSink rows) {
        query.moveTo(QueryState.RUNNING);
        claims.makeWayFor(query);
        QuerySteps.requireWanted(query);
        // What an engine has analysed is for an engine to answer.
        Optional<HeldRows> answer = query.plane().isEmpty() ? planning.answer(query) : Optional.empty();
        if (answer.isPresent()) {
            relay.relay(answer.get(), query.analysis().getSchema(), rows, query.canceled());
        } else {
            planning.route(query);
            engines.inSession(query, engine -> stream(query, engine, rows));
        }
        query.moveTo(QueryState.FINISHED);
    }

    private long stream(Query query, Engine engine, RowSink rows) {
        EngineStream stream = engine.client().stream(withTables(query, engines.statement(query)));
        try {
            return relay.relay(stream, query.analysis().getSchema(), rows, query.canceled());
        } finally {
            query.executed(stream.execution());
        }
    }

    private Statement withTables(Query query, Statement statement) {
        if (statement.getSparkOnly()) {
            return statement;
        }
        Statement.Builder told = statement.toBuilder();
        routing.currentTables(query)
                .forEach((table, metadata) -> told.addTables(CurrentTable.newBuilder()
                        .setName(TableName.newBuilder()
                                .setCatalog(table.catalog())
                                .addAllNamespace(table.levels())
                                .setName(table.name()))
                        .setMetadata(metadata)));
        return told.build();
    }

    /** Sends the rows that a statement with effects has left behind. */
    void replay(Query query, Outcome outcome, RowSink rows) {
        relay.replay(outcome.getRows(), query.analysis().getSchema(), rows);
    }
}
