package io.lakeflight.engine.spark.fastlane.shadow;

import io.lakeflight.engine.protocol.EngineError;
import io.lakeflight.engine.protocol.LaneDifference;
import io.lakeflight.engine.spark.error.EngineErrors;
import io.lakeflight.engine.spark.run.ResultStream;
import io.lakeflight.engine.spark.run.RunningQuery;
import java.util.Optional;

/**
 * One query in both lanes.
 *
 * @param fast what came of it in the fast one
 */
record Comparison(Rerun rerun, Fingerprint fast) {
    /** Classes of SQLState by which Spark says that the data have no answer. */
    private static final String DATA_EXCEPTION = "22";

    private static final String CARDINALITY_VIOLATION = "21";

    /**
     * Has Spark execute it, and tells what differs; empty if nothing does.
     *
     * @throws Exception if that is not known: it was canceled, it cannot be executed as it was, or a file is gone
     */
    Optional<LaneDifference> run(ResultStream stream, RunningQuery query) throws Exception {
        Rerun.Execution again = rerun.again().execution();
        try (RowHashes hashes = new RowHashes(again.statement().schema(), rerun.columns())) {
            LaneDifference.Builder difference = difference();
            try {
                stream.write(again.statement(), again.execution(), new SparkRows(query, hashes, fast.rows()));
                query.check();
                if (hashes.fingerprint().equals(fast)) {
                    return Optional.empty();
                }
                difference.setSparkFingerprint(hashes.fingerprint().hash());
            } catch (SparkRows.TooManyRowsException e) {
                query.check();
            } catch (Exception e) {
                query.check();
                difference.setSparkError(condition(again, e));
            }
            return Optional.of(difference.setSparkRows(hashes.rows()).build());
        }
    }

    /** What Spark calls the error of a statement that the lane has given rows of. */
    private String condition(Rerun.Execution again, Exception failure) throws Exception {
        EngineError error = EngineErrors.describe(failure, "");
        boolean isOfData = error.getSqlState().startsWith(DATA_EXCEPTION)
                || error.getSqlState().startsWith(CARDINALITY_VIOLATION);
        // With a LIMIT it may be open whether the row is read that has no answer.
        boolean isCertain =
                rerun.columns().size() == again.statement().columns().size();
        if (!isOfData || !isCertain) {
            throw failure;
        }
        return error.getCondition();
    }

    private LaneDifference.Builder difference() {
        return LaneDifference.newBuilder()
                .setQueryId(rerun.queryId())
                .setShape(rerun.shape().hash())
                .setFoundMillis(System.currentTimeMillis())
                .setFastRows(fast.rows())
                .setFastFingerprint(fast.hash());
    }
}
