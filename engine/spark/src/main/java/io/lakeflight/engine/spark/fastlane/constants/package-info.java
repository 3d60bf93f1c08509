/**
 * Texts that differ in constants only, and which of these may be others without Spark planning the text anew. Start at
 * {@link io.lakeflight.engine.spark.fastlane.constants.ConstantText}, for texts, and at
 * {@link io.lakeflight.engine.spark.fastlane.constants.Holes}, for plans.
 *
 * <p>A constant is free if the optimizer can do nothing with its value but carry it along: it is compared with a column as it
 * stands, and nothing else is done with that column in any condition. Whatever is not known to be so is not free.
 */
@NullMarked
package io.lakeflight.engine.spark.fastlane.constants;

import org.jspecify.annotations.NullMarked;
