package io.lakeflight.engine.spark.fastlane;

import io.lakeflight.engine.protocol.Execution;
import io.lakeflight.engine.protocol.Statement;
import io.lakeflight.engine.spark.fastlane.constants.Asked;
import io.lakeflight.engine.spark.fastlane.known.StatementKey;
import io.lakeflight.engine.spark.fastlane.memory.PlanShape;
import io.lakeflight.engine.spark.fastlane.shadow.ComparedColumns;
import io.lakeflight.engine.spark.fastlane.shadow.Rerun;
import io.lakeflight.engine.spark.fastlane.shadow.Shadow;
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
    private final Shadow shadow;
    private Asked asked = new Asked(Statement.getDefaultInstance());
    private Optional<StatementKey> key = Optional.empty();
    private boolean answered;
    private boolean known;
    private String reason = "";
    private boolean fellBack;
    private boolean isForSeveral;

    /** @param shadow that may compare it with what Spark gives */
    public LaneAttempt(FastLane lane, LaneOptions options, Shadow shadow) {
        this.lane = lane;
        this.options = options;
        this.shadow = shadow;
    }

    /** Tries to answer a statement before Spark looks at it, because it is known; the caller closes the answer. */
    public LaneAnswer known(EngineSession session, Statement statement, RunningQuery query) throws Exception {
        asked = new Asked(statement);
        key = lane.isOn() && !options.isOff() ? StatementKey.of(session, asked) : Optional.empty();
        LaneAnswer answer = key.isEmpty()
                ? LaneAnswer.none("it cannot be known")
                : lane.answerKnown(session, key.get(), asked, query);
        answered = answer.isThere();
        known = answer.isThere();
        return answer;
    }

    /** Sends the rows of a statement that is known. */
    public void write(LaneAnswer known, EngineSession session, Statement statement, BatchSink sink) throws Exception {
        sink.tell(execution());
        shadow.send(known::writeTo, known.schema(), () -> rerun(known, session, statement), sink);
    }

    private Optional<Rerun> rerun(LaneAnswer known, EngineSession session, Statement statement) {
        return mayBeCompared() && key.isPresent() && known.known().isPresent()
                ? known.known().get().rerun(key.get(), session, statement)
                : Optional.empty();
    }

    /** Sums of doubles differ from run to run. */
    private boolean mayBeCompared() {
        return !options.approximateDoubles() && !isForSeveral;
    }

    /**
     * It stands for several queries, one for each set of parameters, none of which is to be known for all of them, nor to be
     * told from the others when it is compared.
     */
    public void isForSeveral() {
        key = Optional.empty();
        isForSeveral = true;
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
        LaneRequest request =
                new LaneRequest(session, asked, statement, execution.optimizedPlan(), options, query, key);
        try (LaneAnswer answer = lane.answer(request)) {
            if (!answer.isThere()) {
                reason = answer.reason();
                fellBack |= answer.isLate();
                sink.tell(execution());
                return false;
            }
            answered = true;
            sink.tell(execution());
            shadow.send(answer::writeTo, answer.schema(), () -> rerun(request, execution), sink);
            return true;
        }
    }

    private Optional<Rerun> rerun(LaneRequest request, QueryExecution execution) {
        return mayBeCompared()
                ? ComparedColumns.of(request.optimised())
                        .map(columns -> new Rerun(
                                request.query().id(),
                                request.session(),
                                PlanShape.of(request.optimised()),
                                columns,
                                Rerun.of(request.session(), request.statement(), execution)))
                : Optional.empty();
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
