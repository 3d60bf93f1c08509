package io.lakeflight.planner.simple;

/** Spark's operators with ANSI rules, as far as they cannot fail: what overflows, or divides by zero, is left to Spark. */
final class ConstantOperators {
    private ConstantOperators() {}

    /** Of whole numbers; one of 64 bits makes the result one. */
    static Constant computed(Constant left, char operator, Constant right) throws NotSimple {
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

    /** To a wider type, or to a text. */
    static Constant cast(Constant value, String type) throws NotSimple {
        value.requireSure();
        String name = "CAST(%s AS %s)".formatted(value.name(), type);
        boolean isText =
                value.type() == Constant.Type.STRING || value.type() == Constant.Type.BOOLEAN || value.isInteger();
        if (type.equals("STRING") && isText) {
            return Constant.of(String.valueOf(value.value()), name);
        }
        if (type.equals("BIGINT")) {
            return Constant.of(value.number(), name);
        }
        if (type.equals("INT")) {
            return Constant.of(value.smallNumber(), name);
        }
        throw new NotSimple();
    }
}
