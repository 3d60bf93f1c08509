/**
 * What can be told from SQL text alone.
 *
 * <p>Start at {@link io.lakeflight.planner.SqlScript}. This package is pure: it opens no file, calls no other process
 * and keeps no state.
 */
@NullMarked
package io.lakeflight.planner;

import org.jspecify.annotations.NullMarked;
