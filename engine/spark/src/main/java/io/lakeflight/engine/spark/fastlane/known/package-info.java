/**
 * Statements that the lane has answered before, so that Spark need not parse, analyse and optimise them again. Start at
 * {@link io.lakeflight.engine.spark.fastlane.known.KnownStatements}. Keeps no rows: which snapshot is a table's current
 * is asked every time, and a statement whose plan might be another by then is not known. Those with other constants are known by
 * {@link io.lakeflight.engine.spark.fastlane.known.Templates}.
 */
@NullMarked
package io.lakeflight.engine.spark.fastlane.known;

import org.jspecify.annotations.NullMarked;
