/**
 * Queries whose whole meaning is in a few words: constants, and a table's columns without its rows.
 *
 * <p>Start at {@link io.lakeflight.planner.simple.SimpleQuery}. What is read here is answered without Spark, so everything
 * that Spark could read in another way, name in another way or refuse is left to it: the grammar is a small part of
 * Spark's own, and no other parser's.
 */
@NullMarked
package io.lakeflight.planner.simple;

import org.jspecify.annotations.NullMarked;
