/**
 * The embedded DuckDB: how it is opened so that it can do no harm, and what one statement does with it, from its text to
 * Arrow batches. Start at {@link io.lakeflight.engine.spark.fastlane.duckdb.DuckDb}. Knows nothing of Spark's plans; its
 * errors never leave the lane, since they quote rows.
 */
@NullMarked
package io.lakeflight.engine.spark.fastlane.duckdb;

import org.jspecify.annotations.NullMarked;
