package io.lakeflight.engine.spark.fastlane.constants;

import java.util.Objects;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/**
 * A constant as it stands in a text, or is bound to a "?" in it.
 *
 * @param start of its characters in the text; a minus before a number is none of them, nor is DATE before a string
 * @param text as it is written, of a string without its quotes; "?" of a parameter
 * @param value that is bound to a parameter, in Spark's internal form
 * @param type that the client has given it
 */
record Constant(
        Kind kind,
        int start,
        int end,
        String text,
        @Nullable Object value,
        @Nullable DataType type) {
    /** What the parser and the analyser make something else of, whatever the value. */
    enum Kind {
        INT,
        BIGINT,
        DECIMAL,
        STRING,
        PARAMETER
    }

    static Constant written(Kind kind, int start, int end, String text) {
        return new Constant(kind, start, end, text, null, null);
    }

    static Constant bound(int start, Object value, DataType type) {
        return new Constant(Kind.PARAMETER, start, start + 1, "?", value, type);
    }

    /**
     * What texts have in common that have other constants of the same kind in this place. The digits of a decimal are part of
     * its type.
     */
    String shape() {
        if (kind == Kind.PARAMETER) {
            return kind.name() + " " + Objects.requireNonNull(type).json();
        }
        if (kind != Kind.DECIMAL) {
            return kind.name();
        }
        int point = text.indexOf('.');
        return kind.name() + point + "." + (text.length() - point - 1);
    }

    /** Whether it is the same in another text of the same shape. */
    boolean isSame(Constant other) {
        return text.equals(other.text) && Objects.equals(value, other.value);
    }
}
