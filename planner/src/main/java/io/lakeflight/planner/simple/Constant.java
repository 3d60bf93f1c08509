package io.lakeflight.planner.simple;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A value that a text tells.
 *
 * @param value of the type's class
 * @param nullable whether Spark says that it may be null, of the expression rather than of the value
 * @param name as Spark names a column of it
 * @param digits of a {@link Type#DECIMAL}, and none of anything else
 */
public record Constant(Type type, @Nullable Object value, boolean nullable, String name, Digits digits) {
    /**
     * How many digits the values of a type have at most.
     *
     * @param scale how many of them are behind the point
     */
    public record Digits(int precision, int scale) {
        static final Digits NONE = new Digits(0, 0);

        static Digits of(BigDecimal value) {
            return new Digits(Math.max(value.precision(), value.scale()), value.scale());
        }
    }

    /** Spark's type of a value. */
    public enum Type {
        /** An {@link Integer}. */
        INT,
        /** A {@link Long}. */
        BIGINT,
        /** A {@link Double}. */
        DOUBLE,
        /** A {@link BigDecimal}. */
        DECIMAL,
        /** A {@link String} without half characters. */
        STRING,
        /** A {@link Boolean}. */
        BOOLEAN,
        /** An {@link Integer}, days since 1970. */
        DATE,
        /** A {@link Long}, microseconds since 1970 in UTC. */
        TIMESTAMP,
        /** Of the null that nothing says more about. */
        NULL
    }

    Constant(Type type, @Nullable Object value, boolean nullable, String name) {
        this(type, value, nullable, name, value instanceof BigDecimal decimal ? Digits.of(decimal) : Digits.NONE);
    }

    static Constant of(int value, String name) {
        return new Constant(Type.INT, value, false, name);
    }

    static Constant of(long value, String name) {
        return new Constant(Type.BIGINT, value, false, name);
    }

    static Constant of(BigDecimal value, String name) {
        return new Constant(Type.DECIMAL, value, false, name);
    }

    static Constant of(String value, String name) {
        return new Constant(Type.STRING, value, false, name);
    }

    static Constant of(boolean value, String name) {
        return new Constant(Type.BOOLEAN, value, false, name);
    }

    static Constant ofNull() {
        return new Constant(Type.NULL, null, true, "NULL");
    }

    Constant named(String other) {
        return new Constant(type, value, nullable, other, digits);
    }

    Constant orNull() {
        return new Constant(type, value, true, name, digits);
    }

    boolean isInteger() {
        return type == Type.INT || type == Type.BIGINT;
    }

    boolean isOfTypeOf(Constant other) {
        return type == other.type && digits.equals(other.digits);
    }

    /** Not null, and surely not so. */
    private Object sure() throws NotSimple {
        if (value == null || nullable) {
            throw new NotSimple();
        }
        return value;
    }

    /** What the operators and functions here work on is never null. */
    Constant requireSure() throws NotSimple {
        sure();
        return this;
    }

    boolean flag() throws NotSimple {
        if (type != Type.BOOLEAN) {
            throw new NotSimple();
        }
        return (Boolean) sure();
    }

    String text() throws NotSimple {
        if (type != Type.STRING) {
            throw new NotSimple();
        }
        return (String) sure();
    }

    long number() throws NotSimple {
        if (!isInteger()) {
            throw new NotSimple();
        }
        return ((Number) sure()).longValue();
    }

    BigDecimal decimal() throws NotSimple {
        if (type != Type.DECIMAL) {
            throw new NotSimple();
        }
        return (BigDecimal) sure();
    }

    int smallNumber() throws NotSimple {
        if (type != Type.INT) {
            throw new NotSimple();
        }
        return (Integer) sure();
    }
}
