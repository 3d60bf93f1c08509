/**
 * Why a statement's answer may change though its tables do not.
 *
 * <p>Start at {@link io.lakeflight.planner.statement.variation.VariationFinder}. What is not known to be lasting is not.
 */
@NullMarked
package io.lakeflight.planner.statement.variation;

import org.jspecify.annotations.NullMarked;
