package io.lakeflight.engine.spark.fastlane;

import io.lakeflight.engine.spark.fastlane.constants.Asked;
import io.lakeflight.engine.spark.fastlane.known.StatementKey;
import io.lakeflight.engine.spark.run.RunningQuery;
import io.lakeflight.engine.spark.session.EngineSession;
import io.lakeflight.engine.spark.statement.AnalyzedStatement;
import java.util.Optional;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/**
 * A query that Spark is about to run.
 *
 * @param optimised the plan that Spark would run, with the scans it would read
 * @param key by which it is to be known from now on; empty if it is not
 */
public record LaneRequest(
        EngineSession session,
        Asked asked,
        AnalyzedStatement statement,
        LogicalPlan optimised,
        LaneOptions options,
        RunningQuery query,
        Optional<StatementKey> key) {}
