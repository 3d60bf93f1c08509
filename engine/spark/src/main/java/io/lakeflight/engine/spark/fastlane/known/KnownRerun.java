package io.lakeflight.engine.spark.fastlane.known;

import io.lakeflight.engine.protocol.Statement;
import io.lakeflight.engine.spark.fastlane.constants.Asked;
import io.lakeflight.engine.spark.fastlane.shadow.OutdatedException;
import io.lakeflight.engine.spark.fastlane.shadow.Rerun;
import io.lakeflight.engine.spark.run.ResultStream;
import io.lakeflight.engine.spark.session.EngineSession;
import io.lakeflight.engine.spark.statement.AnalyzedStatement;
import io.lakeflight.engine.spark.statement.StatementAnalyzer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.spark.source.ScanTasks;
import org.apache.iceberg.spark.source.SparkTable;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2ScanRelation;

/**
 * A known statement to be executed by Spark, which has to plan it first. There is no plan to be held; so it must come to the
 * same snapshots by itself.
 *
 * @param views that its names stood for
 * @param snapshots that the lane has read, by their tables
 */
record KnownRerun(
        StatementKey key,
        EngineSession session,
        Statement request,
        Map<TableReference, ViewState> views,
        Map<TableReference, Long> snapshots)
        implements Rerun.Again {
    /** Of a table without a snapshot. */
    private static final long NONE = -1;

    KnownRerun {
        snapshots = Map.copyOf(snapshots);
    }

    static Map<TableReference, Long> snapshots(Map<TableReference, SparkTable> tables) {
        Map<TableReference, Long> snapshots = new HashMap<>();
        tables.forEach((reference, table) -> snapshots.put(reference, snapshot(table.table())));
        return snapshots;
    }

    private static long snapshot(Table table) {
        Snapshot current = table.currentSnapshot();
        return current == null ? NONE : current.snapshotId();
    }

    @Override
    public Rerun.Execution execution() throws Exception {
        if (!StatementKey.of(session, new Asked(request)).equals(Optional.of(key))) {
            throw new OutdatedException("the statement means something else");
        }
        AnalyzedStatement statement =
                StatementAnalyzer.analyze(session, request).get(0);
        if (!ViewState.of(statement.views()).equals(Optional.of(views))) {
            throw new OutdatedException("its views have changed");
        }
        QueryExecution execution = ResultStream.execution(session, statement);
        if (!isOfSameSnapshots(execution.optimizedPlan())) {
            throw new OutdatedException("its tables have changed");
        }
        return new Rerun.Execution(statement, execution);
    }

    /** Its scans are planned before their tables are asked, so that a snapshot that comes in between is noticed. */
    private boolean isOfSameSnapshots(LogicalPlan optimised) {
        Map<TableReference, Long> met = new HashMap<>();
        boolean areScans = PlanVisitor.areAllRight(optimised, new PlanVisitor() {
            @Override
            public boolean isRight(LogicalPlan node) {
                if (!(node instanceof DataSourceV2ScanRelation scan)) {
                    return true;
                }
                Optional<TableReference> reference = TableReference.of(scan.relation());
                Optional<Long> snapshot = ScanTasks.of(scan.scan()).map(tasks -> snapshot(tasks.table()));
                if (reference.isEmpty() || snapshot.isEmpty()) {
                    return false;
                }
                Long other = met.putIfAbsent(reference.get(), snapshot.get());
                return other == null || other.equals(snapshot.get());
            }

            @Override
            public boolean isRight(Expression expression) {
                return true;
            }
        });
        return areScans && met.equals(snapshots);
    }
}
