/**
 * Where a statement reads and writes tables, and under which conditions, in the tree that Calcite has read.
 *
 * <p>Start at {@link io.lakeflight.planner.statement.tables.TableFinder}. Names are told as they are written: what they stand for is for the session
 * to say.
 */
@NullMarked
package io.lakeflight.planner.statement.tables;

import org.jspecify.annotations.NullMarked;
