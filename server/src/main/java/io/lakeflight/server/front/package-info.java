/**
 * Answers statements that need no engine, such as {@code SHOW TABLES}, from the catalogs; start at
 * {@link io.lakeflight.server.front.FrontLane}. Columns and rows are those that Spark returns for the same text, and what
 * is not certain to be is left to an engine.
 */
@NullMarked
package io.lakeflight.server.front;

import org.jspecify.annotations.NullMarked;
