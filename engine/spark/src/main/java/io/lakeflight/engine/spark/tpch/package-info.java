/**
 * TPC-H tables generated on the fly, as a Spark data source. Start at {@link io.lakeflight.engine.spark.tpch.TpchSource}.
 */
@NullMarked
package io.lakeflight.engine.spark.tpch;

import org.jspecify.annotations.NullMarked;
