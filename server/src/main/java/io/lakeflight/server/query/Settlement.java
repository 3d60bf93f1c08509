package io.lakeflight.server.query;

import io.lakeflight.catalog.Catalogs;
import io.lakeflight.catalog.SnapshotSummary;
import io.lakeflight.engine.protocol.Analysis;
import io.lakeflight.engine.protocol.Outcome;
import io.lakeflight.engine.protocol.Statement;
import io.lakeflight.engine.protocol.StatementKind;
import io.lakeflight.engine.protocol.TableName;
import io.lakeflight.server.control.DataPlane;
import io.lakeflight.server.error.QueryException;
import java.util.Optional;

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
            return switch (e.code()) {
                case ENGINE_LOST -> afterLoss(engine, statement, analysis, e);
                case CANCELED, INTERNAL, STORAGE_FAILED ->
                    committed(statement, analysis).orElseThrow(() -> e);
                default -> throw e;
            };
        }
    }

    private Outcome afterLoss(DataPlane.Engine engine, Statement statement, Analysis analysis, QueryException loss) {
        // Only of an engine that is shut out is it sure that it does not commit after we looked.
        boolean shutOut = engine.shutOut();
        Optional<Outcome> outcome = committed(statement, analysis);
        if (outcome.isPresent()) {
            return outcome.get();
        }
        throw loss.withMessage(
                shutOut && analysis.getKind() == StatementKind.DML
                        ? "The engine was lost while it worked on the statement, which had no effect; it can be sent again"
                        : "The engine was lost while it worked on the statement, which may have taken effect; look before sending it again");
    }

    private Optional<Outcome> committed(Statement statement, Analysis analysis) {
        for (TableName table : analysis.getWritesList()) {
            Optional<SnapshotSummary> snapshot = catalogs.findSnapshot(toName(table), statement.getQueryId());
            if (snapshot.isPresent()) {
                return Optional.of(Outcome.newBuilder()
                        .setAffectedRows(affectedRows(snapshot.get()))
                        .build());
            }
        }
        return Optional.empty();
    }

    /** A plain append says how many rows it added; what a rewrite changed cannot be told from its summary. */
    private static long affectedRows(SnapshotSummary snapshot) {
        boolean appendOnly = !snapshot.entries().containsKey("deleted-data-files");
        String added = snapshot.entries().get("added-records");
        return appendOnly && added != null ? Long.parseLong(added) : -1;
    }

    private static io.lakeflight.catalog.TableName toName(TableName table) {
        return new io.lakeflight.catalog.TableName(
                table.getCatalog(), String.join(".", table.getNamespaceList()), table.getName());
    }
}
