/**
 * What the fast lane remembers of queries that did not do well in it, so that they do not fail twice. Start at
 * {@link io.lakeflight.engine.spark.fastlane.memory.KeptOff}. Holds no texts and no values.
 */
@NullMarked
package io.lakeflight.engine.spark.fastlane.memory;

import org.jspecify.annotations.NullMarked;
