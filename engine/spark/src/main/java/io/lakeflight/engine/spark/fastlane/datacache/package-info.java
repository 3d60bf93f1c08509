/**
 * The data cache: data files of tables in object stores, and on NFS where that is configured, on the engine's own disk, so
 * that DuckDB reads them there. Start at {@link io.lakeflight.engine.spark.fastlane.datacache.DataCache}.
 *
 * <p>A file comes whole, through the {@code FileIO} of its table, and is in use only while a {@code Lease} says so. No
 * fault here is a statement's: what cannot be kept, fetched or trusted is a refusal, and Spark reads the table itself.
 */
@NullMarked
package io.lakeflight.engine.spark.fastlane.datacache;

import org.jspecify.annotations.NullMarked;
