package io.lakeflight.engine.spark.fastlane.constants;

import io.lakeflight.engine.protocol.Statement;
import java.util.List;

/**
 * A text and its constants, as far as they can be replaced by others without the parser reading anything else of the text
 * otherwise; the values of its parameters are among them.
 *
 * <p>It need not be right about what is a constant: one that Spark's parser does not see at the same place as a constant of
 * its own, as in a comment, is never free. What it takes for one can be replaced safely wherever the parser does see it: a
 * string has no quote and no backslash, and a number is set apart from words and other numbers.
 *
 * @param shape the text with a sign for each of the constants, and for its kind: texts of one shape differ in them only
 * @param constants in the order of the text
 * @param areParametersConstants whether the shape stands for all values of the parameters
 */
public record ConstantText(String text, String shape, List<Constant> constants, boolean areParametersConstants) {
    public ConstantText {
        constants = List.copyOf(constants);
    }

    /** What a statement has in common with all of the same shape. */
    public Statement common(Statement statement) {
        Statement.Builder common = statement.toBuilder().setSql(shape);
        return areParametersConstants ? common.clearParameters().build() : common.build();
    }
}
