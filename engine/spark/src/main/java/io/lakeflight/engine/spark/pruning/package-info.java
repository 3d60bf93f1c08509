/**
 * Optimizer rules that keep from Iceberg's statistics what these answer otherwise than Spark does. Start at {@link
 * io.lakeflight.engine.spark.pruning.FloatPruning}; this package never changes what a plan returns.
 */
@NullMarked
package io.lakeflight.engine.spark.pruning;

import org.jspecify.annotations.NullMarked;
