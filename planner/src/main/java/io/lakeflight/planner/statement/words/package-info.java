/**
 * The words of a text, and what is known of them without a grammar.
 *
 * <p>Start at {@link io.lakeflight.planner.statement.words.SqlToken}. {@link io.lakeflight.planner.statement.words.SparkFunctions} has lists that tests of the engine compare
 * with Spark's own.
 */
@NullMarked
package io.lakeflight.planner.statement.words;

import org.jspecify.annotations.NullMarked;
