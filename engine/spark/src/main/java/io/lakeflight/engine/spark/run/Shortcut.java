package io.lakeflight.engine.spark.run;

import io.lakeflight.engine.spark.session.EngineSession;
import io.lakeflight.engine.spark.statement.AnalyzedStatement;
import org.apache.spark.sql.execution.QueryExecution;

/** Another way to the rows of a query than a Spark job, which may turn out not to lead there. */
public interface Shortcut {
    /**
     * Writes all rows and returns true, or writes none and returns false; then Spark runs the very same execution.
     *
     * @throws Exception if the query was cancelled, or rows could not be sent
     */
    boolean write(
            EngineSession session,
            AnalyzedStatement statement,
            QueryExecution execution,
            RunningQuery query,
            BatchSink sink)
            throws Exception;
}
