package io.lakeflight.engine.spark.fastlane.shadow;

import io.lakeflight.engine.spark.fastlane.memory.PlanShape;
import io.lakeflight.engine.spark.session.EngineSession;
import io.lakeflight.engine.spark.statement.AnalyzedStatement;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.execution.QueryExecution;

/**
 * A query that the lane has answered, as it is to be executed again.
 *
 * @param columns positions of those that are compared
 */
public record Rerun(String queryId, EngineSession session, PlanShape shape, List<Integer> columns, Again again) {
    public Rerun {
        columns = List.copyOf(columns);
    }

    /** What Spark is to execute: over the snapshots that the lane has read, and with the settings it has had. */
    public record Execution(AnalyzedStatement statement, QueryExecution execution) {}

    /** Knows what to execute. */
    @FunctionalInterface
    public interface Again {
        /** @throws OutdatedException if it would not be the same any more */
        Execution execution() throws Exception;
    }

    /** A plan that was made for the statement, and its scans, which nobody has executed. */
    public static Again of(EngineSession session, AnalyzedStatement statement, QueryExecution execution) {
        Map<String, String> settings = session.settings();
        return () -> {
            if (!settings.equals(session.settings())) {
                throw new OutdatedException("the session has other settings");
            }
            return new Execution(statement, execution);
        };
    }
}
