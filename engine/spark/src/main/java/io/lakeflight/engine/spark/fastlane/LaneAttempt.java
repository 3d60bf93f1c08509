package io.lakeflight.engine.spark.fastlane;

import io.lakeflight.engine.protocol.Execution;
import io.lakeflight.engine.spark.run.BatchSink;
import io.lakeflight.engine.spark.run.RunningQuery;
import io.lakeflight.engine.spark.run.Shortcut;
import io.lakeflight.engine.spark.session.EngineSession;
import io.lakeflight.engine.spark.statement.AnalyzedStatement;
import org.apache.spark.sql.execution.QueryExecution;

/** The fast lane as one query of a session tries it; remembers what came of it. */
public final class LaneAttempt implements Shortcut {
    private final FastLane lane;
    private final LaneOptions options;
    private boolean answered;
    private String reason = "";
    private boolean fellBack;

    public LaneAttempt(FastLane lane, LaneOptions options) {
        this.lane = lane;
        this.options = options;
    }

    @Override
    public boolean write(
            EngineSession session,
            AnalyzedStatement statement,
            QueryExecution execution,
            RunningQuery query,
            BatchSink sink)
            throws Exception {
        if (!lane.isFor(statement, options)) {
            return false;
        }
        LaneRequest request = new LaneRequest(session, statement, execution.optimizedPlan(), options, query);
        try (LaneAnswer answer = lane.answer(request)) {
            if (!answer.isThere()) {
                reason = answer.reason();
                fellBack |= answer.isLate();
                sink.tell(execution());
                return false;
            }
            answered = true;
            sink.tell(execution());
            answer.writeTo(sink);
            return true;
        }
    }

    /** What came of it. A query of several parameter sets is answered by the lane if all of them are. */
    public Execution execution() {
        return Execution.newBuilder()
                .setFast(answered && reason.isEmpty())
                .setLaneReason(reason)
                .setFellBack(fellBack)
                .build();
    }
}
