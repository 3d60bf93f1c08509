/**
 * Whether a query's names are all known, and of which types its columns are, so far as Calcite's validator is sure of them.
 *
 * <p>Start at {@link io.lakeflight.planner.validation.QueryValidator}. What it does not understand is no error: the engine's
 * analyzer has the last word.
 */
@NullMarked
package io.lakeflight.planner.validation;

import org.jspecify.annotations.NullMarked;
