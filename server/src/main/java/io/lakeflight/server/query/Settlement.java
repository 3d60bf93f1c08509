package io.lakeflight.server.query;

import io.lakeflight.catalog.Catalogs;
import io.lakeflight.engine.protocol.Analysis;
import io.lakeflight.engine.protocol.Outcome;
import io.lakeflight.engine.protocol.Statement;
import io.lakeflight.engine.protocol.StatementKind;
import io.lakeflight.server.control.Engine;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;
import java.util.concurrent.CompletableFuture;

/**
 * Executes statements with effects, and settles what became of one whose answer was lost: by looking for its query id
 * in the snapshots of the tables it writes, never by guessing or by sending it again.
 */
final class Settlement {
    private final Catalogs catalogs;

    Settlement(Catalogs catalogs) {
        this.catalogs = catalogs;
    }

    /** @param abandoned completes when the end of the statement is not to be waited for any more */
    Outcome execute(Engine engine, Statement statement, Analysis analysis, CompletableFuture<Void> abandoned) {
        try {
            return engine.client().execute(statement, abandoned);
        } catch (QueryException e) {
            boolean cut = abandoned.isDone() && e.code() == ErrorCode.CANCELED;
            if (e.code() == ErrorCode.ENGINE_LOST || (cut && !engine.isAnswering())) {
                return afterLoss(engine, statement, analysis, e);
            }
            return cut ? afterAbandonment(statement, analysis, e) : afterFailure(statement, analysis, e);
        }
    }

    /** The engine is well but did not end the statement: it may take effect as soon as we have looked. */
    private Outcome afterAbandonment(Statement statement, Analysis analysis, QueryException cut) {
        WrittenTables tables = WrittenTables.find(catalogs, analysis, statement.getQueryId());
        if (tables.areAllWritten()) {
            return outcome(tables);
        }
        throw new QueryException(
                ErrorCode.OUTCOME_UNKNOWN,
                "The statement was canceled, but the engine did not end it in time; it may yet take effect. Look before"
                        + " sending it again",
                cut);
    }

    /** The engine says that the statement failed: it may have done so after it had written some tables, or all. */
    private Outcome afterFailure(Statement statement, Analysis analysis, QueryException failure) {
        WrittenTables tables = WrittenTables.find(catalogs, analysis, statement.getQueryId());
        if (tables.areAllWritten()) {
            return outcome(tables);
        }
        if (tables.areAnyWritten()) {
            throw partlyDone(tables, failure.getMessage(), failure);
        }
        throw failure.code() == ErrorCode.WRITE_CONFLICT ? withAdvice(failure) : failure;
    }

    private static QueryException withAdvice(QueryException conflict) {
        return conflict.withMessage(conflict.getMessage()
                + ". Another statement or client changed the table meanwhile; send the statement again");
    }

    private Outcome afterLoss(Engine engine, Statement statement, Analysis analysis, QueryException loss) {
        // Only of an engine that is shut out is it sure that it does not commit after we looked.
        boolean shutOut = engine.shutOut();
        WrittenTables tables = WrittenTables.find(catalogs, analysis, statement.getQueryId());
        if (tables.areAllWritten()) {
            return outcome(tables);
        }
        if (tables.areAnyWritten()) {
            throw partlyDone(tables, "The engine was lost while it worked on the statement", loss);
        }
        // What a statement changes of its session is lost with the engine.
        if (analysis.getKind() == StatementKind.SESSION || (shutOut && tables.areNoneWritten())) {
            throw new QueryException(
                    ErrorCode.ENGINE_LOST,
                    "The engine was lost while it worked on the statement, which had no effect; it can be sent again",
                    loss);
        }
        throw new QueryException(
                ErrorCode.OUTCOME_UNKNOWN,
                "The engine was lost while it worked on the statement, which may have taken effect; look before sending it"
                        + " again",
                loss);
    }

    private static Outcome outcome(WrittenTables tables) {
        return Outcome.newBuilder().setAffectedRows(tables.affectedRows()).build();
    }

    private static QueryException partlyDone(WrittenTables tables, String reason, QueryException failure) {
        return new QueryException(
                ErrorCode.PARTLY_DONE,
                "The statement took effect in part: it wrote %s but, as far as can be seen, not %s. Do not send it again as it is. %s"
                        .formatted(tables.written(), tables.unwritten(), reason),
                failure);
    }
}
