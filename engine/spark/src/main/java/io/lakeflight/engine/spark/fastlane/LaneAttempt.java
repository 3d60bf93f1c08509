package io.lakeflight.engine.spark.fastlane;

import io.lakeflight.engine.protocol.Execution;
import io.lakeflight.engine.protocol.Statement;
import io.lakeflight.engine.spark.fastlane.known.StatementKey;
import io.lakeflight.engine.spark.run.BatchSink;
import io.lakeflight.engine.spark.run.RunningQuery;
import io.lakeflight.engine.spark.run.Shortcut;
import io.lakeflight.engine.spark.session.EngineSession;
import io.lakeflight.engine.spark.statement.AnalyzedStatement;
import java.util.Optional;
import org.apache.spark.sql.execution.QueryExecution;

/** The fast lane as one query of a session tries it; remembers what came of it. */
public final class LaneAttempt implements Shortcut {
    private final FastLane lane;
    private final LaneOptions options;
    private Optional<StatementKey> key = Optional.empty();
    private boolean answered;
    private boolean known;
    private String reason = "";
    private boolean fellBack;

    public LaneAttempt(FastLane lane, LaneOptions options) {
        this.lane = lane;
        this.options = options;
    }

    /** Tries to answer a statement before Spark looks at it, because it is known; the caller closes the answer. */
    public LaneAnswer known(EngineSession session, Statement statement, RunningQuery query) throws Exception {
        key = lane.isOn() && !options.isOff() ? StatementKey.of(session, statement) : Optional.empty();
        LaneAnswer answer =
                key.isEmpty() ? LaneAnswer.none("it cannot be known") : lane.answerKnown(session, key.get(), query);
        answered = answer.isThere();
        known = answer.isThere();
        return answer;
    }

    /** It stands for several queries, one for each set of parameters, none of which is to be known for all of them. */
    public void isForSeveral() {
        key = Optional.empty();
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
        LaneRequest request = new LaneRequest(session, statement, execution.optimizedPlan(), options, query, key);
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
                .setKnown(known)
                .setFellBack(fellBack)
                .build();
    }
}
