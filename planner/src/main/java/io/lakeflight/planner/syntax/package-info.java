/**
 * Spark's SQL as Calcite's grammar can read it: what only Spark writes that way is written as the standard does.
 *
 * <p>Start at {@link io.lakeflight.planner.syntax.SparkSyntax}. The texts made here are for understanding a statement; what
 * an engine runs is the text that the client wrote.
 */
@NullMarked
package io.lakeflight.planner.syntax;

import org.jspecify.annotations.NullMarked;
