package io.lakeflight.engine.spark.fastlane.constants;

import io.lakeflight.engine.spark.fastlane.constants.Constant.Kind;
import io.lakeflight.engine.spark.statement.ScalaLists;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.expressions.AddMonths;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.DateAdd;
import org.apache.spark.sql.catalyst.expressions.DateAddInterval;
import org.apache.spark.sql.catalyst.expressions.DateAddYMInterval;
import org.apache.spark.sql.catalyst.expressions.DateSub;
import org.apache.spark.sql.catalyst.expressions.DatetimeSub;
import org.apache.spark.sql.catalyst.expressions.EvalMode;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.KnownNullable;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * Where a constant may be another one.
 *
 * @param constant its place among those of the text
 * @param isNegative whether a minus belongs to it
 * @param literal that the parser has made of it
 * @param compared what it is part of, as the analyser has it: with casts around it, or days added
 * @param group of columns that it is compared with
 */
record Hole(int constant, boolean isNegative, Literal literal, Expression compared, long group, String timeZone) {
    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern TIME =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,6})?");

    /** What a day with a fixed time added becomes, whatever the day. */
    private static final Set<Class<?>> MOVES = Set.of(
            AddMonths.class,
            Cast.class,
            DateAdd.class,
            DateAddInterval.class,
            DateAddYMInterval.class,
            DateSub.class,
            DatetimeSub.class,
            KnownNullable.class);

    /** Of what is compared in the end, which is the column's. */
    DataType type() {
        return compared.dataType();
    }

    /**
     * The value that is compared if another constant stands here, in Spark's internal form; empty if it is not sure that Spark
     * would come to it in the same way.
     */
    Optional<Object> value(Constant other) {
        try {
            return Optional.ofNullable(
                    other.kind() != Kind.PARAMETER && type() instanceof DecimalType type
                            ? exact(other, type)
                            : computed(other));
        } catch (RuntimeException e) {
            // Spark raises an error for it as well, and has the words for it.
            return Optional.empty();
        }
    }

    /** With a number of more digits than the column's type has, Spark would widen the column. */
    private @Nullable Object exact(Constant other, DecimalType type) {
        if (other.kind() == Kind.STRING || !isCarried(compared)) {
            return null;
        }
        BigDecimal number = signed(new BigDecimal(other.text()));
        boolean fits = number.scale() <= type.scale()
                && number.precision() - number.scale() <= type.precision() - type.scale();
        return fits ? Decimal.apply(number.setScale(type.scale()), type.precision(), type.scale()) : null;
    }

    private BigDecimal signed(BigDecimal number) {
        return isNegative ? number.negate() : number;
    }

    private boolean isCarried(Expression expression) {
        return expression == literal
                || ((expression instanceof Cast || expression instanceof KnownNullable)
                        && isCarried(expression.children().head()));
    }

    private @Nullable Object computed(Constant other) {
        Object own = own(other);
        return own == null
                ? null
                : with(new Literal(own, literal.dataType()), compared).eval(null);
    }

    private Expression with(Literal other, Expression expression) {
        return expression == literal ? other : expression.mapChildren(child -> with(other, child));
    }

    /** What the parser makes of it. */
    private @Nullable Object own(Constant other) {
        DataType type = literal.dataType();
        if (other.value() != null && other.type() != null) {
            return cast(other.value(), other.type(), type);
        }
        if (type.equals(DataTypes.IntegerType) && other.kind() == Kind.INT) {
            return signed(new BigDecimal(other.text())).intValueExact();
        }
        if (type.equals(DataTypes.LongType) && other.kind() == Kind.BIGINT) {
            return signed(new BigDecimal(other.text())).longValueExact();
        }
        if (other.kind() != Kind.STRING) {
            return null;
        }
        UTF8String text = UTF8String.fromString(other.text());
        if (type.equals(DataTypes.StringType)) {
            // Where it becomes a time, nothing is taken that might be a moment or a part of a day.
            return type().equals(DataTypes.StringType) || isTime(other.text()) ? text : null;
        }
        boolean isWritten =
                type.equals(DataTypes.DateType) ? DAY.matcher(other.text()).matches() : isTime(other.text());
        return isWritten ? cast(text, DataTypes.StringType, type) : null;
    }

    private @Nullable Object cast(Object value, DataType from, DataType to) {
        return from.equals(to)
                ? value
                : new Cast(new Literal(value, from), to, Option.apply(timeZone), EvalMode.ANSI()).eval(null);
    }

    private static boolean isTime(String text) {
        return DAY.matcher(text).matches() || TIME.matcher(text).matches();
    }

    /** Whether what is compared is sure to be this constant, or a day a fixed time from it. */
    boolean isPlain() {
        return Values.isOrdered(literal.dataType())
                && (isCarried(compared) || (literal.dataType().equals(DataTypes.DateType) && isMoved(compared)));
    }

    private boolean isMoved(Expression expression) {
        return expression == literal
                || (MOVES.contains(expression.getClass())
                        && ScalaLists.toJava(expression.children()).stream().anyMatch(this::isMoved));
    }
}
