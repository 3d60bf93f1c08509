package io.lakeflight.planner.information;

import static java.time.temporal.ChronoField.MILLI_OF_SECOND;

import io.lakeflight.planner.information.InformationException.Reason;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.TimestampString;
import org.jspecify.annotations.Nullable;

/** Puts what is bound in the place of parameters, so that a query means what it would with these values in its text. */
final class ParameterValues extends SqlShuttle {
    /** Calcite counts time in milliseconds. */
    private static final int MILLISECONDS = 3;

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final int LAST_YEAR = 9999;

    private final List<@Nullable Object> values;

    private ParameterValues(BoundValues bound) {
        this.values = bound.values();
    }

    /** @throws InformationException if there are not as many values as parameters, or one that no literal can be */
    static SqlNode bind(SqlNode query, BoundValues bound) {
        int wanted = count(query);
        if (wanted != bound.values().size()) {
            throw new InformationException(
                    Reason.PARAMETERS,
                    "The statement has %d parameters, but %d were bound"
                            .formatted(wanted, bound.values().size()));
        }
        return wanted == 0 ? query : query.accept(new ParameterValues(bound));
    }

    /** The query with each parameter a text, for one in whose place any type would do. */
    static SqlNode asTexts(SqlNode query) {
        return query.accept(new SqlShuttle() {
            @Override
            public SqlNode visit(SqlDynamicParam parameter) {
                return text(parameter, parameter.getParserPosition());
            }
        });
    }

    static int count(SqlNode query) {
        int[] count = new int[1];
        query.accept(new SqlBasicVisitor<@Nullable Void>() {
            @Override
            public @Nullable Void visit(SqlDynamicParam parameter) {
                count[0] = Math.max(count[0], parameter.getIndex() + 1);
                return null;
            }
        });
        return count[0];
    }

    @Override
    public SqlNode visit(SqlDynamicParam parameter) {
        int index = parameter.getIndex();
        return literal(values.get(index), index, parameter.getParserPosition());
    }

    private static SqlNode literal(@Nullable Object value, int index, SqlParserPos position) {
        if (value == null) {
            return text(SqlLiteral.createNull(position), position);
        }
        if (value instanceof String string) {
            return InformationPlanner.requireReadable(SqlLiteral.createCharString(string, position));
        }
        if (value instanceof Boolean flag) {
            return SqlLiteral.createBoolean(flag, position);
        }
        if (value instanceof Long number) {
            return SqlLiteral.createExactNumeric(number.toString(), position);
        }
        if (value instanceof BigDecimal number) {
            return SqlLiteral.createExactNumeric(number.toPlainString(), position);
        }
        if (value instanceof Double number && Double.isFinite(number)) {
            return SqlLiteral.createApproxNumeric(BigDecimal.valueOf(number).toString(), position);
        }
        if (value instanceof LocalDate date && isWritable(date.getYear())) {
            return SqlLiteral.createDate(new DateString(date.toString()), position);
        }
        if (value instanceof LocalDateTime time && isWritable(time.getYear())) {
            TimestampString text = new TimestampString(SECONDS.format(time)).withMillis(time.get(MILLI_OF_SECOND));
            return SqlLiteral.createTimestamp(SqlTypeName.TIMESTAMP, text, MILLISECONDS, position);
        }
        throw InformationPlanner.unsupported(
                "parameter %d of such a value (expected: a finite number, or a time in the years 1 to %d)"
                        .formatted(index + 1, LAST_YEAR));
    }

    private static boolean isWritable(int year) {
        return year >= 1 && year <= LAST_YEAR;
    }

    private static SqlNode text(SqlNode value, SqlParserPos position) {
        SqlDataTypeSpec text = new SqlDataTypeSpec(new SqlBasicTypeNameSpec(SqlTypeName.VARCHAR, position), position);
        return SqlStdOperatorTable.CAST.createCall(position, value, text);
    }
}
