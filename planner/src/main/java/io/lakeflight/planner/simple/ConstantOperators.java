package io.lakeflight.planner.simple;

import io.lakeflight.planner.simple.Constant.Digits;
import java.math.BigDecimal;

/** Spark's operators with ANSI rules, as far as they cannot fail: what overflows, or divides by zero, is left to Spark. */
final class ConstantOperators {
    private static final int MOST_DIGITS = 38;

    private ConstantOperators() {}

    /** Of whole numbers; one of 64 bits makes the result one. And of decimals, but for quotients. */
    static Constant computed(Constant left, char operator, Constant right) throws NotSimple {
        if (left.type() == Constant.Type.DECIMAL) {
            return ofDecimals(left, operator, right);
        }
        String name = "(%s %s %s)".formatted(left.name(), operator, right.name());
        long one = left.number();
        long other = right.number();
        try {
            return switch (operator) {
                case '+' -> whole(left, right, Math.addExact(one, other), name);
                case '-' -> whole(left, right, Math.subtractExact(one, other), name);
                case '*' -> whole(left, right, Math.multiplyExact(one, other), name);
                case '%' ->
                    whole(left, right, one % requireDivisor(other), name).orNull();
                case '/' ->
                    new Constant(Constant.Type.DOUBLE, (double) one / (double) requireDivisor(other), true, name);
                default -> throw new NotSimple();
            };
        } catch (ArithmeticException e) {
            throw new NotSimple();
        }
    }

    /** With all digits that any two of such decimals may need; Spark does with fewer if those are too many. */
    private static Constant ofDecimals(Constant left, char operator, Constant right) throws NotSimple {
        BigDecimal one = left.decimal();
        BigDecimal other = right.decimal();
        Digits ofOne = left.digits();
        Digits ofOther = right.digits();
        int scale = operator == '*' ? ofOne.scale() + ofOther.scale() : Math.max(ofOne.scale(), ofOther.scale());
        int precision = operator == '*'
                ? ofOne.precision() + ofOther.precision() + 1
                : Math.max(ofOne.precision() - ofOne.scale(), ofOther.precision() - ofOther.scale()) + scale + 1;
        if (precision > MOST_DIGITS) {
            throw new NotSimple();
        }
        BigDecimal value =
                switch (operator) {
                    case '+' -> one.add(other);
                    case '-' -> one.subtract(other);
                    case '*' -> one.multiply(other);
                    default -> throw new NotSimple();
                };
        String name = "(%s %s %s)".formatted(left.name(), operator, right.name());
        return new Constant(Constant.Type.DECIMAL, value.setScale(scale), false, name, new Digits(precision, scale));
    }

    private static Constant whole(Constant left, Constant right, long value, String name) throws NotSimple {
        boolean isLong = left.type() == Constant.Type.BIGINT || right.type() == Constant.Type.BIGINT;
        if (!isLong && value != (int) value) {
            throw new NotSimple();
        }
        return isLong ? Constant.of(value, name) : Constant.of((int) value, name);
    }

    /** {@code a DIV b}, of 64 bits always. */
    static Constant divided(Constant left, Constant right) throws NotSimple {
        String name = "(%s div %s)".formatted(left.name(), right.name());
        long value = left.number() / requireDivisor(right.number());
        return Constant.of(value, name).orNull();
    }

    private static long requireDivisor(long divisor) throws NotSimple {
        // The smallest number divided by -1 is none.
        if (divisor == 0 || divisor == -1) {
            throw new NotSimple();
        }
        return divisor;
    }

    /** Of whole numbers, of texts by their characters' numbers, and of flags. */
    static Constant compared(Constant left, String operator, Constant right) throws NotSimple {
        int order = order(left, right);
        String symbol = operator.equals("==") ? "=" : operator;
        String name = "(%s %s %s)".formatted(left.name(), symbol, right.name());
        return switch (symbol) {
            case "=" -> Constant.of(order == 0, name);
            case "<" -> Constant.of(order < 0, name);
            case "<=" -> Constant.of(order <= 0, name);
            case ">" -> Constant.of(order > 0, name);
            case ">=" -> Constant.of(order >= 0, name);
            case "<>", "!=" -> Constant.of(order != 0, "(NOT (%s = %s))".formatted(left.name(), right.name()));
            default -> throw new NotSimple();
        };
    }

    private static int order(Constant left, Constant right) throws NotSimple {
        if (left.isInteger() && right.isInteger()) {
            return Long.compare(left.number(), right.number());
        }
        return left.type() == Constant.Type.BOOLEAN
                ? Boolean.compare(left.flag(), right.flag())
                : left.text().compareTo(right.text());
    }
}
