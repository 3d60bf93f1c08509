/**
 * What the conditions of a statement say of single columns.
 *
 * <p>Start at {@link io.lakeflight.planner.statement.predicates.PredicateReader}. Whatever Spark might understand otherwise is left out, and leaves
 * all rows.
 */
@NullMarked
package io.lakeflight.planner.statement.predicates;

import org.jspecify.annotations.NullMarked;
