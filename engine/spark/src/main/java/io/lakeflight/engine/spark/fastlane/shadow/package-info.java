/**
 * Queries of the fast lane that Spark executes once more while the engine has nothing else to do, to compare what came of
 * them. Start at {@link io.lakeflight.engine.spark.fastlane.shadow.Shadow}. Keeps hashes of rows and never the rows; whoever
 * sends a statement does not wait for it.
 */
@NullMarked
package io.lakeflight.engine.spark.fastlane.shadow;

import org.jspecify.annotations.NullMarked;
