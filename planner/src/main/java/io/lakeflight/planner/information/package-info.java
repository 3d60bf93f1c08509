/**
 * Queries of {@code information_schema} and {@code system}: read, planned and run by Calcite over rows that somebody else
 * has.
 *
 * <p>Start at {@link io.lakeflight.planner.information.InformationPlanner}. This package asks no catalog itself: it tells
 * an {@link io.lakeflight.planner.information.InformationSource} and a
 * {@link io.lakeflight.planner.information.SystemSource} which rows it needs.
 */
@NullMarked
package io.lakeflight.planner.information;

import org.jspecify.annotations.NullMarked;
