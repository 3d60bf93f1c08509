package io.lakeflight.engine.spark.fastlane.translate;

import java.util.List;
import org.apache.spark.sql.catalyst.expressions.BitwiseAnd;
import org.apache.spark.sql.catalyst.expressions.BitwiseNot;
import org.apache.spark.sql.catalyst.expressions.BitwiseOr;
import org.apache.spark.sql.catalyst.expressions.BitwiseXor;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.ShiftRight;
import org.apache.spark.sql.types.DataTypes;

/** Integers as bits. */
final class BitRules {
    static final List<Rule<?>> ALL = List.of(
            new Rule<>(
                    BitwiseAnd.class,
                    "&",
                    Edges.INTEGERS,
                    e -> true,
                    (e, in) -> Texts.cast(in.sql(e.left()) + " & " + in.sql(e.right()), e.dataType())),
            new Rule<>(
                    BitwiseOr.class,
                    "|",
                    Edges.INTEGERS,
                    e -> true,
                    (e, in) -> Texts.cast(in.sql(e.left()) + " | " + in.sql(e.right()), e.dataType())),
            new Rule<>(
                    BitwiseXor.class,
                    "^",
                    Edges.INTEGERS,
                    e -> true,
                    (e, in) -> Texts.cast("xor(" + in.sql(e.left()) + ", " + in.sql(e.right()) + ")", e.dataType())),
            new Rule<>(
                    BitwiseNot.class,
                    "~",
                    Edges.INTEGERS,
                    e -> true,
                    (e, in) -> Texts.cast("~" + in.sql(e.child()), e.dataType())),
            new Rule<>(ShiftRight.class, ">> constant", Edges.INTEGERS, BitRules::isByConstant, BitRules::shiftRight));

    private BitRules() {}

    private static boolean isByConstant(ShiftRight shift) {
        int bits = shift.left().dataType().equals(DataTypes.LongType) ? Long.SIZE : Integer.SIZE;
        return shift.right() instanceof Literal literal
                && literal.value() instanceof Integer distance
                && distance >= 0
                && distance < bits;
    }

    private static String shiftRight(ShiftRight shift, Operands in) throws Refusal {
        String value = in.once(shift.left());
        String shifted = Texts.cast(value + " >> " + ((Literal) shift.right()).value(), shift.dataType());
        return "(" + Texts.guarded(value + " >= 0 OR " + value + " IS NULL", shifted, shift.dataType()) + ")";
    }
}
