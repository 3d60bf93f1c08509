package io.lakeflight.engine.spark.statement;

import io.lakeflight.engine.spark.session.EngineSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.CalendarIntervalType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimeType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.sql.util.ArrowUtils;

/**
 * The types of a statement's parameters as far as its text tells them.
 *
 * @param inferred one per parameter; {@code NullType} where nothing tells
 * @param counts ordinals of those that stand for a LIMIT or OFFSET
 */
record ParameterTypes(List<DataType> inferred, Set<Integer> counts, String timeZone) {
    private static final int MOST_SINGLE_TRIES = 20;

    static ParameterTypes of(EngineSession session, ParsedStatement parsed) {
        String timeZone = session.spark().sessionState().conf().sessionLocalTimeZone();
        int count = parsed.parameterCount();
        DataType[] types = new DataType[count];
        Arrays.fill(types, DataTypes.NullType);
        if (count > 0 && !tryInfer(session, parsed, types, -1) && count > 1 && count <= MOST_SINGLE_TRIES) {
            // One parameter in a place that wants a constant hides the types of all others: ask for each alone.
            IntStream.range(0, count).forEach(only -> tryInfer(session, parsed, types, only));
        }
        parsed.counts().forEach(ordinal -> types[ordinal] = DataTypes.IntegerType);
        return new ParameterTypes(Collections.unmodifiableList(Arrays.asList(types)), parsed.counts(), timeZone);
    }

    private static boolean tryInfer(EngineSession session, ParsedStatement parsed, DataType[] types, int only) {
        try {
            LogicalPlan plan =
                    parsed.withParameters(new InlineTables(parsed).asProjections(parsed.plan()), (ordinal, count) -> {
                        if (count) {
                            return new Literal(1, DataTypes.IntegerType);
                        }
                        return only < 0 || only == ordinal
                                ? ParameterPlaceholders.of(ordinal)
                                : new Literal(null, DataTypes.NullType);
                    });
            ParameterPlaceholders.typesIn(AnalyzedStatement.analyze(session, plan), types.length)
                    .forEach((ordinal, type) -> types[ordinal] = type);
            return true;
        } catch (RuntimeException e) {
            return false;
        } catch (Exception e) {
            // AnalysisException is checked but not declared by Scala code.
            if (e instanceof AnalysisException) {
                return false;
            }
            throw e;
        }
    }

    int count() {
        return inferred.size();
    }

    /** What stands for a parameter nobody has bound, when only the type of the result is asked for. */
    Expression unbound(int ordinal, boolean count) {
        return count ? new Literal(1, DataTypes.IntegerType) : Literal.create(null, inferred.get(ordinal));
    }

    /** What clients are told to bind: types a stock JDBC driver can set. */
    Schema schema() {
        List<Field> fields = new ArrayList<>();
        for (int ordinal = 0; ordinal < inferred.size(); ordinal++) {
            fields.add(Field.nullable("parameter_" + (ordinal + 1), arrowType(inferred.get(ordinal))));
        }
        return new Schema(fields);
    }

    private ArrowType arrowType(DataType type) {
        if (type instanceof TimestampType || type instanceof TimestampNTZType) {
            return new ArrowType.Timestamp(TimeUnit.MILLISECOND, null);
        }
        if (type instanceof DateType) {
            return new ArrowType.Date(DateUnit.DAY);
        }
        if (type instanceof TimeType) {
            return new ArrowType.Time(TimeUnit.MILLISECOND, 32);
        }
        boolean atomic = !(type instanceof NullType
                || type instanceof StringType
                || type instanceof CalendarIntervalType
                || type.getClass().getSimpleName().matches("(Array|Map|Struct|Variant|Geo\\w+|UserDefined)Type"));
        return atomic ? ArrowUtils.toArrowType(type, timeZone, false) : new ArrowType.Utf8();
    }
}
