package io.lakeflight.engine.spark.fastlane.translate;

import org.apache.spark.sql.catalyst.expressions.Expression;

/** What a rule for an aggregate asks of the query around it: over a group, or over a window. */
interface Calls {
    /** The name of the column that has the argument's values. */
    String argument(Expression argument) throws Refusal;

    /** The name of the column with the function's result: of the values that are asked for, DISTINCT and FILTER. */
    String call(String function, String argument);

    /** As before, but for functions to which it makes no difference how often a value comes. */
    String callOfAll(String function, String argument);

    TranslationSettings settings();

    boolean isDistinct();
}
