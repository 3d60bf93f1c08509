/**
 * Columns of data files that queries read again and again, decoded: most of a brief query's time goes into decoding Parquet.
 * Each such file has a table in DuckDB's memory, compressed, which its scans read in place of it. Start at {@link
 * io.lakeflight.engine.spark.fastlane.hot.HotColumns}. Data files never change, so that nothing here is ever out of date.
 */
@NullMarked
package io.lakeflight.engine.spark.fastlane.hot;

import org.jspecify.annotations.NullMarked;
