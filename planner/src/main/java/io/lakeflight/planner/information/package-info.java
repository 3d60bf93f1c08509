/**
 * Queries of {@code information_schema}: read, planned and run by Calcite over rows that somebody else has.
 *
 * <p>Start at {@link io.lakeflight.planner.information.InformationPlanner}. This package asks no catalog itself: it tells
 * an {@link io.lakeflight.planner.information.InformationSource} which rows it needs.
 */
@NullMarked
package io.lakeflight.planner.information;

import org.jspecify.annotations.NullMarked;
