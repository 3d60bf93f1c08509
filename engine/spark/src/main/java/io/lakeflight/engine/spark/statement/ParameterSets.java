package io.lakeflight.engine.spark.statement;

import io.lakeflight.engine.spark.error.EngineException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.EvalMode;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.KnownNullable;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.FractionalType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimeType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import scala.Option;

/** Bound values in the types the statement wants, one row per parameter set. */
record ParameterSets(List<DataType> types, List<Object[]> rows) {
    static ParameterSets of(ParameterRows bound, ParameterTypes wanted) {
        if (bound.types().size() != wanted.count()
                || (wanted.count() > 0 && bound.rows().isEmpty())) {
            throw EngineException.user(
                    "WRONG_PARAMETER_COUNT",
                    "07001",
                    "The statement has " + wanted.count() + " parameters, but "
                            + bound.types().size() + " were bound with "
                            + bound.rows().size() + " rows of values");
        }
        List<Object[]> rows = new ArrayList<>();
        bound.rows().forEach(row -> rows.add(new Object[row.length]));
        List<DataType> types = new ArrayList<>();
        for (int index = 0; index < wanted.count(); index++) {
            DataType own = bound.types().get(index);
            DataType target = target(own, wanted, index);
            types.add(target);
            castColumn(bound, index, target, wanted.timeZone(), rows);
        }
        return new ParameterSets(types, rows);
    }

    /**
     * The inferred type if the value becomes one without loss, and otherwise the value's own, which Spark then compares
     * and stores as it would a literal: {@code n = 1.5} is not {@code n = 1}. Texts become whatever is wanted, because
     * many drivers bind nothing else.
     */
    private static DataType target(DataType own, ParameterTypes wanted, int index) {
        DataType inferred = wanted.inferred().get(index);
        if (inferred instanceof NullType) {
            return own;
        }
        if (wanted.counts().contains(index)) {
            if (own instanceof FractionalType) {
                throw wrongValue(index, "has type " + own.sql() + ", but LIMIT and OFFSET need a whole number");
            }
            return inferred;
        }
        boolean lossless = own instanceof NullType
                || own instanceof StringType
                || (own instanceof TimestampNTZType && inferred instanceof TimestampType)
                || (own instanceof TimeType && inferred instanceof TimeType)
                || !Cast.canAnsiCast(own, inferred)
                || Cast.canUpCast(own, inferred);
        return lossless ? inferred : own;
    }

    private static void castColumn(
            ParameterRows bound, int index, DataType target, String timeZone, List<Object[]> rows) {
        DataType own = bound.types().get(index);
        if (!Cast.canAnsiCast(own, target)) {
            throw wrongValue(index, "has type " + own.sql() + ", but the statement needs " + target.sql());
        }
        Expression input = new BoundReference(index, own, true);
        Expression cast = own.equals(target) ? input : new Cast(input, target, Option.apply(timeZone), EvalMode.ANSI());
        for (int row = 0; row < rows.size(); row++) {
            try {
                rows.get(row)[index] =
                        cast.eval(new GenericInternalRow(bound.rows().get(row)));
            } catch (RuntimeException e) {
                if (e instanceof SparkThrowable) {
                    throw wrongValue(
                            index, "of row " + (row + 1) + " cannot become " + target.sql() + ": " + e.getMessage());
                }
                throw e;
            }
        }
    }

    private static EngineException wrongValue(int index, String what) {
        return EngineException.user("INVALID_PARAMETERS", "22018", "Parameter " + (index + 1) + " " + what);
    }

    int count() {
        return rows.size();
    }

    /** One set as constants; nullable like unbound parameters, so that both give the same result schema. */
    ParsedStatement.Value literals(int row) {
        return (ordinal, count) -> {
            Literal literal = new Literal(rows.get(row)[ordinal], types.get(ordinal));
            if (!count) {
                return new KnownNullable(literal);
            }
            if (literal.value() == null) {
                throw wrongValue(ordinal, "is null, but LIMIT and OFFSET need a number");
            }
            return literal;
        };
    }

    /** All sets as a relation with one column per parameter. */
    LocalRelation relation() {
        List<InternalRow> data = new ArrayList<>(rows.size());
        rows.forEach(row -> data.add(new GenericInternalRow(row)));
        List<org.apache.spark.sql.catalyst.expressions.Attribute> columns = new ArrayList<>();
        IntStream.range(0, types.size())
                .forEach(index -> columns.add(new AttributeReference(
                        "__parameter_" + (index + 1),
                        types.get(index),
                        true,
                        Metadata.empty(),
                        NamedExpression.newExprId(),
                        ScalaLists.of())));
        return new LocalRelation(ScalaLists.from(columns), ScalaLists.from(data), false, Option.empty());
    }
}
