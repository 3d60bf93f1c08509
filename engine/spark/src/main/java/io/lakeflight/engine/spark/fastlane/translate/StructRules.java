package io.lakeflight.engine.spark.fastlane.translate;

import java.util.List;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetStructField;

/** Fields of structs that a table has; whole structs are nobody's operands. */
final class StructRules {
    static final List<Rule<?>> ALL = List.of(new Rule<>(
            GetStructField.class, "field of struct", Edges.STRUCTS, e -> isColumn(e.child()), StructRules::field));

    private StructRules() {}

    private static boolean isColumn(Expression struct) {
        return struct instanceof AttributeReference
                || (struct instanceof GetStructField field && isColumn(field.child()));
    }

    private static String field(GetStructField field, Operands in) throws Refusal {
        String struct = field.child() instanceof GetStructField outer
                ? field(outer, in)
                : in.struct((AttributeReference) field.child());
        String name = field.childSchema().fields()[field.ordinal()].name();
        return "struct_extract(" + struct + ", " + Texts.quoted(name) + ")";
    }
}
