package io.lakeflight.server.query;

import io.lakeflight.catalog.Catalogs;
import io.lakeflight.engine.protocol.Analysis;
import io.lakeflight.engine.protocol.Outcome;
import io.lakeflight.engine.protocol.Statement;
import io.lakeflight.engine.protocol.StatementKind;
import io.lakeflight.server.control.DataPlane;
import io.lakeflight.server.error.ErrorCode;
import io.lakeflight.server.error.QueryException;

/**
 * Executes statements with effects, and settles what became of one whose answer was lost: by looking for its query id
 * in the snapshots of the tables it writes, never by guessing or by sending it again.
 */
final class Settlement {
    private final Catalogs catalogs;

    Settlement(Catalogs catalogs) {
        this.catalogs = catalogs;
    }

    Outcome execute(DataPlane.Engine engine, Statement statement, Analysis analysis) {
        try {
            return engine.client().execute(statement);
        } catch (QueryException e) {
            return e.code() == ErrorCode.ENGINE_LOST
                    ? afterLoss(engine, statement, analysis, e)
                    : afterFailure(statement, analysis, e);
        }
    }

    /** The engine says that the statement failed: it may have done so after it had written some tables, or all. */
    private Outcome afterFailure(Statement statement, Analysis analysis, QueryException failure) {
        WrittenTables tables = WrittenTables.find(catalogs, analysis, statement.getQueryId());
        if (tables.areAllWritten()) {
            return outcome(tables);
        }
        throw tables.areAnyWritten() ? partlyDone(tables, failure.getMessage(), failure) : failure;
    }

    private Outcome afterLoss(DataPlane.Engine engine, Statement statement, Analysis analysis, QueryException loss) {
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
        if (analysis.getKind() == StatementKind.SESSION || shutOut && tables.areNoneWritten()) {
            throw loss.withMessage(
                    "The engine was lost while it worked on the statement, which had no effect; it can be sent again");
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
