/**
 * Which statements come into question for the fast lane, told before their plan is translated. Start at
 * {@link io.lakeflight.engine.spark.fastlane.gate.Gate}.
 */
@NullMarked
package io.lakeflight.engine.spark.fastlane.gate;

import org.jspecify.annotations.NullMarked;
