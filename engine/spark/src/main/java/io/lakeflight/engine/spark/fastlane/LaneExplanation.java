package io.lakeflight.engine.spark.fastlane;

import io.lakeflight.engine.protocol.Analysis;
import io.lakeflight.engine.protocol.Execution;
import io.lakeflight.engine.protocol.Statement;
import io.lakeflight.engine.protocol.StatementKind;
import io.lakeflight.engine.spark.session.EngineSession;
import io.lakeflight.engine.spark.statement.AnalyzedStatement;
import io.lakeflight.engine.spark.statement.ScalaLists;
import io.lakeflight.engine.spark.statement.StatementAnalyzer;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.CommandExecutionMode;
import org.apache.spark.sql.execution.command.ExplainCommand;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Option;

/** What {@code EXPLAIN} tells of the lane that its query would be answered in, below Spark's own words. */
public final class LaneExplanation {
    private LaneExplanation() {}

    /** A statement that gives Spark's explanation and the lane; the same statement if it is no EXPLAIN, or there is no lane. */
    public static AnalyzedStatement of(
            FastLane lane, LaneOptions options, EngineSession session, AnalyzedStatement statement) {
        if (!lane.isOn() || !(statement.plan() instanceof ExplainCommand explain)) {
            return statement;
        }
        Row spark = ScalaLists.toJava(explain.run(session.spark())).get(0);
        String text =
                spark.getString(0) + "\n== Lane ==\n" + lane(lane, options, session, explain.logicalPlan()) + "\n";
        InternalRow row = new GenericInternalRow(new Object[] {UTF8String.fromString(text)});
        LogicalPlan told = new LocalRelation(explain.output(), ScalaLists.of(row), false, Option.empty());
        return new AnalyzedStatement(
                statement.kind(),
                statement.parsed(),
                told,
                statement.columns(),
                statement.timeZone(),
                statement.views());
    }

    /** The analysis of a statement; if it is a query, one that tells the lane as well. Its parameters must be bound. */
    public static Analysis told(FastLane lane, EngineSession session, Statement statement, Analysis analysis)
            throws AnalysisException {
        if (analysis.getKind() != StatementKind.QUERY) {
            return analysis;
        }
        AnalyzedStatement query = StatementAnalyzer.analyze(session, statement).get(0);
        LaneOptions options = LaneOptions.of(statement);
        String refusal = lane.isFor(query, options) ? refusal(lane, options, session, query.plan()) : "";
        return analysis.toBuilder()
                .setLane(Execution.newBuilder()
                        .setFast(lane.isFor(query, options) && refusal.isEmpty())
                        .setLaneReason(refusal))
                .build();
    }

    private static String lane(FastLane lane, LaneOptions options, EngineSession session, LogicalPlan explained) {
        // Spark runs a CALL while it analyses it, but in an EXPLAIN.
        String refusal =
                StatementAnalyzer.isQuery(explained) ? refusal(lane, options, session, explained) : "it is not a query";
        return refusal.isEmpty() ? "FAST" : "SPARK: " + refusal;
    }

    private static String refusal(FastLane lane, LaneOptions options, EngineSession session, LogicalPlan explained) {
        try {
            LogicalPlan optimised = session.spark()
                    .sessionState()
                    .executePlan(explained, CommandExecutionMode.SKIP())
                    .optimizedPlan();
            return lane.refusal(session, optimised, options).orElse("");
        } catch (RuntimeException e) {
            // Spark's own words tell what is wrong with the statement.
            return "it cannot be planned";
        }
    }
}
