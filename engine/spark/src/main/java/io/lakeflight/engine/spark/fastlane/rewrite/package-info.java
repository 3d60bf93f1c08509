/**
 * What DuckDB's optimizer does not find by itself in a plan that Spark's has settled: other places for joins, which leave
 * the rows what they are. Start at {@link io.lakeflight.engine.spark.fastlane.rewrite.PlanRewrites}.
 *
 * <p>A rewrite may make a query fail that Spark would answer, as it then runs on Spark. It may never spare an error that
 * Spark would raise: see {@link io.lakeflight.engine.spark.fastlane.rewrite.CertainExpressions}. Whether it is made never
 * depends on the value of a constant, which may be another one when the query comes again.
 */
@NullMarked
package io.lakeflight.engine.spark.fastlane.rewrite;

import org.jspecify.annotations.NullMarked;
