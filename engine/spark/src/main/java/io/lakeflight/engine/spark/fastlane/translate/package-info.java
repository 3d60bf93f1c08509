/**
 * From a plan that Spark has optimised to one text of DuckDB's SQL that gives exactly what Spark would give, or a
 * refusal. Start at {@link io.lakeflight.engine.spark.fastlane.translate.PlanTranslator} and, for expressions, at
 * {@link io.lakeflight.engine.spark.fastlane.translate.Rules}.
 *
 * <p>What no rule names is refused. A rule casts what it gives to Spark's type, and raises an error where DuckDB would
 * give something else: the statement then runs on Spark. Nothing here may ever guess.
 */
@NullMarked
package io.lakeflight.engine.spark.fastlane.translate;

import org.jspecify.annotations.NullMarked;
