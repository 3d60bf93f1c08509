package io.lakeflight.engine.spark.fastlane.gate;

import io.lakeflight.engine.protocol.StatementKind;
import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import io.lakeflight.engine.spark.statement.AnalyzedStatement;
import java.util.Map;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.internal.SQLConf;

/** What is looked at before a plan is translated: what kind of statement it is, and what its session has set. */
public final class Gate {
    /** Ways of older versions of Spark; nobody has proven a rule for one of them. */
    private static final String LEGACY = "spark.sql.legacy.";

    private Gate() {}

    /** Whether it asks for rows of tables; commands that return some, such as EXPLAIN, are Spark's. */
    public static boolean isQuery(AnalyzedStatement statement) {
        return statement.kind() == StatementKind.QUERY && !(statement.plan() instanceof Command);
    }

    public static void require(LogicalPlan optimised, SQLConf conf) throws Refusal {
        if (optimised instanceof Command) {
            throw new Refusal("it is not a query");
        }
        if (optimised instanceof LocalRelation) {
            throw new Refusal("Spark knows the rows without a job");
        }
        if (optimised.isStreaming()) {
            throw new Refusal("a stream");
        }
        if (!conf.ansiEnabled()) {
            throw new Refusal("spark.sql.ansi.enabled is false");
        }
        Map<String, String> settings = conf.settings();
        synchronized (settings) {
            for (String key : settings.keySet()) {
                if (key.startsWith(LEGACY)) {
                    throw new Refusal(key + " is set");
                }
            }
        }
    }
}
