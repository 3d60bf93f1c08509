package io.lakeflight.engine.spark.fastlane.translate;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** What a rule asks of its surroundings: its operands, as SQL. */
interface Operands {
    /** For an operand that is written once. */
    String sql(Expression operand) throws Refusal;

    /** For an operand that is written several times: something short, computed once. */
    String once(Expression operand) throws Refusal;

    /** A name for a piece of SQL over operands, if it is long. */
    String once(String sql) throws Refusal;

    /** The column of a struct, of which no more than a field may be made. */
    String struct(AttributeReference column) throws Refusal;

    TranslationSettings settings();

    /** Of the session's time zone, if that is one in which offsets change. */
    ZoneFacts zone();

    default List<String> sql(Iterable<? extends Expression> operands) throws Refusal {
        List<String> texts = new ArrayList<>();
        for (Expression operand : operands) {
            texts.add(sql(operand));
        }
        return texts;
    }
}
