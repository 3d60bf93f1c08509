package io.lakeflight.planner.simple;

import io.lakeflight.planner.simple.Constant.Digits;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/** {@code CAST} to types that surely take the value, and of null to any type there is here. */
final class ConstantCasts {
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,9}");
    private static final int LONGEST_TEXT = 65_535;

    private ConstantCasts() {}

    /**
     * @param type in capitals
     * @param sizes that stand behind it in brackets, or none
     */
    static Constant cast(Constant value, String type, int... sizes) throws NotSimple {
        return switch (type) {
            case "STRING" -> text(value, LONGEST_TEXT, sizes.length == 0);
            case "VARCHAR" -> text(value, sizes.length == 1 ? sizes[0] : 0, sizes.length == 1);
            case "INT", "INTEGER" -> whole(value, Constant.Type.INT, "INT", sizes);
            case "BIGINT", "LONG" -> whole(value, Constant.Type.BIGINT, "BIGINT", sizes);
            case "DOUBLE" -> number(value, sizes);
            case "DECIMAL" -> decimal(value, sizes);
            case "BOOLEAN" -> same(value, Constant.Type.BOOLEAN, sizes);
            case "DATE" -> time(value, Constant.Type.DATE, sizes);
            case "TIMESTAMP" -> time(value, Constant.Type.TIMESTAMP, sizes);
            default -> throw new NotSimple();
        };
    }

    private static String name(Constant value, String type) {
        return "CAST(%s AS %s)".formatted(value.name(), type);
    }

    private static boolean isNull(Constant value) throws NotSimple {
        if (value.type() == Constant.Type.NULL) {
            return true;
        }
        value.requireSure();
        return false;
    }

    private static void require(boolean condition) throws NotSimple {
        if (!condition) {
            throw new NotSimple();
        }
    }

    private static Constant text(Constant value, int longest, boolean isPlain) throws NotSimple {
        require(isPlain && longest > 0);
        if (isNull(value)) {
            return new Constant(Constant.Type.STRING, null, true, name(value, "STRING"));
        }
        require(value.type() == Constant.Type.STRING || value.type() == Constant.Type.BOOLEAN || value.isInteger());
        String text = String.valueOf(value.value());
        require(text.length() <= longest);
        return Constant.of(text, name(value, "STRING"));
    }

    /** A number to a wider type; a text to one that it may also not fit into, were it another text. */
    private static Constant whole(Constant value, Constant.Type type, String told, int... sizes) throws NotSimple {
        require(sizes.length == 0);
        String name = name(value, told);
        if (isNull(value)) {
            return new Constant(type, null, true, name);
        }
        boolean isText = value.type() == Constant.Type.STRING;
        require(!isText || WHOLE.matcher(value.text()).matches());
        long number = isText ? Long.parseLong(value.text()) : value.number();
        require(isText || type == Constant.Type.BIGINT || value.type() == Constant.Type.INT);
        Object boxed = type == Constant.Type.INT ? (Object) (int) number : (Object) number;
        return new Constant(type, boxed, isText, name);
    }

    private static Constant number(Constant value, int... sizes) throws NotSimple {
        require(sizes.length == 0);
        return isNull(value)
                ? new Constant(Constant.Type.DOUBLE, null, true, name(value, "DOUBLE"))
                : new Constant(Constant.Type.DOUBLE, (double) value.number(), false, name(value, "DOUBLE"));
    }

    /** To one with no fewer digits before the point and behind it. */
    private static Constant decimal(Constant value, int... sizes) throws NotSimple {
        require(sizes.length == 2 && sizes[0] <= 38 && sizes[1] <= sizes[0] && sizes[0] > 0);
        Digits digits = new Digits(sizes[0], sizes[1]);
        String name = name(value, "DECIMAL(%d,%d)".formatted(sizes[0], sizes[1]));
        if (isNull(value)) {
            return new Constant(Constant.Type.DECIMAL, null, true, name, digits);
        }
        BigDecimal number = value.decimal();
        Digits given = value.digits();
        require(digits.scale() >= given.scale()
                && digits.precision() - digits.scale() >= given.precision() - given.scale());
        return new Constant(Constant.Type.DECIMAL, number.setScale(digits.scale()), false, name, digits);
    }

    private static Constant same(Constant value, Constant.Type type, int... sizes) throws NotSimple {
        require(sizes.length == 0);
        String name = name(value, type.name());
        if (isNull(value)) {
            return new Constant(type, null, true, name);
        }
        require(value.type() == type);
        return value.named(name);
    }

    private static Constant time(Constant value, Constant.Type type, int... sizes) throws NotSimple {
        if (value.type() != Constant.Type.STRING) {
            return same(value, type, sizes);
        }
        require(sizes.length == 0);
        return ConstantTimes.read(type, value.text())
                .named(name(value, type.name()))
                .orNull();
    }
}
