/**
 * The fast lane: small queries answered by an embedded DuckDB instead of a Spark job, with exactly Spark's results.
 * Start at {@link io.lakeflight.engine.spark.fastlane.FastLane}.
 *
 * <p>Spark parses, analyses and optimises; if the whole plan is proven to mean the same in DuckDB and its input is small,
 * DuckDB executes it over the very files that Spark's scans have planned. Whatever goes wrong before the first row is
 * sent, Spark answers.
 */
@NullMarked
package io.lakeflight.engine.spark.fastlane;

import org.jspecify.annotations.NullMarked;
