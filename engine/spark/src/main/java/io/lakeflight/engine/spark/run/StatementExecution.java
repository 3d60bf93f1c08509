package io.lakeflight.engine.spark.run;

import com.google.protobuf.ByteString;
import io.lakeflight.engine.protocol.EngineProtocol;
import io.lakeflight.engine.protocol.Outcome;
import io.lakeflight.engine.protocol.Statement;
import io.lakeflight.engine.spark.session.EngineSession;
import io.lakeflight.engine.spark.statement.AnalyzedStatement;
import io.lakeflight.engine.spark.statement.ScalaLists;
import io.lakeflight.engine.spark.statement.StatementAnalyzer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.iceberg.spark.CommitMetadata;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.QueryPlanningTracker;
import org.apache.spark.sql.catalyst.plans.logical.CommandResult;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.CommandExecutionMode;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.RemoveShuffleFiles$;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.command.SetCommand;
import scala.Option;

/** Runs a statement with effects, once, on the calling thread. */
public final class StatementExecution {
    private final Commits commits;

    public StatementExecution(Commits commits) {
        this.commits = commits;
    }

    /** Every snapshot the statement commits names its query id. */
    public Outcome run(EngineSession session, RunningQuery query, Statement request) throws Exception {
        AnalyzedStatement statement =
                StatementAnalyzer.analyze(session, request).get(0);
        query.check();
        if (statement.parsed() instanceof SetCommand set) {
            session.requireRoomFor(set);
        }
        try {
            return run(session, query, statement);
        } catch (Exception e) {
            Exception told = ReplacedTable.named(statement.written(), StorageErrors.named(statement, e));
            throw NullViolation.named(statement, told);
        }
    }

    private Outcome run(EngineSession session, RunningQuery query, AnalyzedStatement statement) throws Exception {
        OptionalLong counted = AffectedRows.countBefore(session, statement);
        query.check();
        commits.expect(query.id());
        LogicalPlan executed;
        List<Map<String, String>> committed;
        try {
            // Iceberg takes the properties from the thread that commits, which is the one that runs the command.
            executed = CommitMetadata.withCommitProperties(
                    Map.of(EngineProtocol.QUERY_ID_PROPERTY, query.id()),
                    () -> ShufflePartitions.call(session, statement.plan(), () -> execution(session, statement)
                            .commandExecuted()),
                    Exception.class);
        } finally {
            committed = commits.take(query.id());
        }
        return outcome(session, statement, counted, committed, executed);
    }

    private static QueryExecution execution(EngineSession session, AnalyzedStatement statement) {
        return new QueryExecution(
                session.spark(),
                statement.toRun(),
                new QueryPlanningTracker(Option.empty()),
                CommandExecutionMode.ALL(),
                RemoveShuffleFiles$.MODULE$,
                false);
    }

    private static Outcome outcome(
            EngineSession session,
            AnalyzedStatement statement,
            OptionalLong counted,
            List<Map<String, String>> committed,
            LogicalPlan executed)
            throws Exception {
        List<SparkPlan> plans = new ArrayList<>();
        List<InternalRow> rows = new ArrayList<>();
        if (executed instanceof CommandResult result) {
            plans.add(result.commandPhysicalPlan());
            rows.addAll(ScalaLists.toJava(result.rows()));
        }
        ByteString stream = statement.columns().isEmpty() ? ByteString.EMPTY : IpcRows.of(statement, rows);
        return Outcome.newBuilder()
                .setAffectedRows(AffectedRows.after(statement, counted, committed, plans))
                .setRows(stream)
                .setSession(session.state())
                .build();
    }
}
