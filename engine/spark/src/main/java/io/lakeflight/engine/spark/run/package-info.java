/**
 * Running statements: rows out, effects in, cancellation. Start at {@link io.lakeflight.engine.spark.run.ResultStream}
 * for rows and {@link io.lakeflight.engine.spark.run.StatementExecution} for effects.
 */
@NullMarked
package io.lakeflight.engine.spark.run;

import org.jspecify.annotations.NullMarked;
