package io.lakeflight.planner.statement.predicates;

import io.lakeflight.planner.statement.predicates.ColumnPredicate.Comparison;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlBetweenOperator;
import org.apache.calcite.sql.fun.SqlLikeOperator;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.NlsString;

/**
 * Finds comparisons of columns with constants among conditions of which all must hold. What it does not know, or might
 * understand otherwise than Spark, it leaves out.
 */
public final class PredicateReader {
    /** Of more values Iceberg would not look at each. */
    private static final int MOST_VALUES = 200;

    /** What may mean something else to Spark, in strings and in patterns. */
    private static final Pattern STRANGE = Pattern.compile("['\\\\\\p{Cntrl}]");

    private static final Pattern PREFIX = Pattern.compile("[^%_]+%");

    private final BiConsumer<SqlIdentifier, ColumnPredicate> found;

    private PredicateReader(BiConsumer<SqlIdentifier, ColumnPredicate> found) {
        this.found = found;
    }

    /** Tells of each predicate with the name of its column as it was written. */
    public static void read(SqlNode condition, BiConsumer<SqlIdentifier, ColumnPredicate> found) {
        PredicateReader reader = new PredicateReader(found);
        Deque<SqlNode> open = new ArrayDeque<>(List.of(condition));
        while (!open.isEmpty()) {
            SqlNode next = open.pop();
            if (next.getKind() == SqlKind.AND) {
                ((SqlCall) next).getOperandList().forEach(open::push);
            } else if (next instanceof SqlCall call) {
                reader.predicate(call);
            }
        }
    }

    private void predicate(SqlCall call) {
        switch (call.getKind()) {
            case EQUALS -> compare(call, Comparison.EQUAL);
            case LESS_THAN -> compare(call, Comparison.LESS);
            case LESS_THAN_OR_EQUAL -> compare(call, Comparison.LESS_OR_EQUAL);
            case GREATER_THAN -> compare(call, Comparison.GREATER);
            case GREATER_THAN_OR_EQUAL -> compare(call, Comparison.GREATER_OR_EQUAL);
            case IS_NULL -> add(call.operand(0), Comparison.IS_NULL, List.of());
            case IS_NOT_NULL -> add(call.operand(0), Comparison.NOT_NULL, List.of());
            case IN -> in(call);
            case BETWEEN -> between(call);
            case LIKE -> like(call);
            default -> {}
        }
    }

    private void compare(SqlCall call, Comparison comparison) {
        SqlNode left = call.operand(0);
        SqlNode right = call.operand(1);
        if (left instanceof SqlIdentifier) {
            constant(right).ifPresent(value -> add(left, comparison, List.of(value)));
        } else {
            constant(left).ifPresent(value -> add(right, comparison.reversed(), List.of(value)));
        }
    }

    private void in(SqlCall call) {
        if (!(call.operand(1) instanceof SqlNodeList list) || list.size() > MOST_VALUES) {
            return;
        }
        List<Object> values = new ArrayList<>();
        for (SqlNode node : list) {
            Optional<Object> value = constant(node);
            if (value.isEmpty()) {
                return;
            }
            values.add(value.get());
        }
        add(call.operand(0), Comparison.IN, values);
    }

    private void between(SqlCall call) {
        SqlBetweenOperator operator = (SqlBetweenOperator) call.getOperator();
        if (operator.isNegated() || operator.flag != SqlBetweenOperator.Flag.ASYMMETRIC) {
            return;
        }
        constant(call.operand(1)).ifPresent(value -> add(call.operand(0), Comparison.GREATER_OR_EQUAL, List.of(value)));
        constant(call.operand(2)).ifPresent(value -> add(call.operand(0), Comparison.LESS_OR_EQUAL, List.of(value)));
    }

    private void like(SqlCall call) {
        boolean isPlain = call.operandCount() == 2
                && call.getOperator() instanceof SqlLikeOperator operator
                && !operator.isNegated()
                && operator.isCaseSensitive();
        if (isPlain
                && constant(call.operand(1)).orElse(null) instanceof String pattern
                && PREFIX.matcher(pattern).matches()) {
            add(call.operand(0), Comparison.STARTS_WITH, List.of(pattern.substring(0, pattern.length() - 1)));
        }
    }

    /** Fields of structs cannot be told from columns of tables with three parts, and are left out. */
    private void add(SqlNode column, Comparison comparison, List<Object> values) {
        if (column instanceof SqlIdentifier name && name.names.size() <= 2 && !name.isStar()) {
            String last = name.names.get(name.names.size() - 1);
            found.accept(name, new ColumnPredicate(last, comparison, values));
        }
    }

    private static Optional<Object> constant(SqlNode node) {
        if (node instanceof SqlLiteral literal) {
            return literal(literal);
        }
        if (node.getKind() == SqlKind.MINUS_PREFIX && ((SqlCall) node).operand(0) instanceof SqlLiteral literal) {
            return number(literal).map(BigDecimal::negate);
        }
        if (node.getKind() == SqlKind.CAST
                && ((SqlCall) node).operandCount() == 2
                && ((SqlCall) node).operand(0) instanceof SqlLiteral literal
                && ((SqlCall) node).operand(1) instanceof SqlDataTypeSpec type) {
            return cast(literal, type);
        }
        return Optional.empty();
    }

    private static Optional<Object> literal(SqlLiteral literal) {
        return switch (literal.getTypeName()) {
            case DECIMAL -> number(literal).map(Object.class::cast);
            case BOOLEAN -> Optional.ofNullable(literal.getValue());
            case CHAR -> text(literal).map(Object.class::cast);
            // DATE '2024-01-01' whose type Calcite's validator is to find out.
            case UNKNOWN -> literal.toString().startsWith("DATE ") ? unknownDate(literal) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<BigDecimal> number(SqlLiteral literal) {
        return literal.getTypeName() == SqlTypeName.DECIMAL
                ? Optional.ofNullable(literal.bigDecimalValue())
                : Optional.empty();
    }

    private static Optional<String> text(SqlLiteral literal) {
        boolean isPlain = literal.getValue() instanceof NlsString string
                && string.getCharset() == null
                && !STRANGE.matcher(string.getValue()).find();
        return isPlain ? Optional.ofNullable(literal.toValue()) : Optional.empty();
    }

    private static Optional<Object> unknownDate(SqlLiteral literal) {
        String text = literal.toString();
        return WrittenTime.date(text.substring("DATE ".length()).replace("'", ""))
                .map(Object.class::cast);
    }

    private static Optional<Object> cast(SqlLiteral literal, SqlDataTypeSpec spec) {
        if (!(spec.getTypeNameSpec() instanceof SqlBasicTypeNameSpec)) {
            return Optional.empty();
        }
        return switch (spec.getTypeName().getSimple()) {
            // 5L is one; the number is as it was.
            case "BIGINT" -> number(literal).filter(PredicateReader::isLong).map(Object.class::cast);
            case "DATE" -> text(literal).flatMap(WrittenTime::date).map(Object.class::cast);
            case "TIMESTAMP" -> text(literal).flatMap(WrittenTime::timestamp).map(Object.class::cast);
            default -> Optional.empty();
        };
    }

    private static boolean isLong(BigDecimal number) {
        return number.scale() <= 0 && number.precision() <= 18;
    }
}
