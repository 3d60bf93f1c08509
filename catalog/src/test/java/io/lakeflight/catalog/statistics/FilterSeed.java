package io.lakeflight.catalog.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.iceberg.Schema;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expression.Operation;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Type.TypeID;

/** A filter before it is known what columns there are. */
record FilterSeed(Function<Schema, Expression> making, String text) {
    private static final List<Operation> COMPARISONS = List.of(
            Operation.LT,
            Operation.LT_EQ,
            Operation.GT,
            Operation.GT_EQ,
            Operation.EQ,
            Operation.NOT_EQ,
            Operation.IN,
            Operation.NOT_IN);

    /** @param picks of a column, an operation, and two values */
    static FilterSeed leaf(List<Integer> picks) {
        return new FilterSeed(schema -> predicate(schema, picks), picks.toString());
    }

    static FilterSeed and(FilterSeed left, FilterSeed right) {
        return new FilterSeed(
                schema -> Expressions.and(left.filter(schema), right.filter(schema)), left + " and " + right);
    }

    static FilterSeed or(FilterSeed left, FilterSeed right) {
        return new FilterSeed(
                schema -> Expressions.or(left.filter(schema), right.filter(schema)), left + " or " + right);
    }

    static FilterSeed not(FilterSeed child) {
        return new FilterSeed(schema -> Expressions.not(child.filter(schema)), "not " + child);
    }

    Expression filter(Schema schema) {
        return making.apply(schema);
    }

    private static Expression predicate(Schema schema, List<Integer> picks) {
        List<Column> columns = Column.of(schema);
        Column column = columns.get(picks.get(0) % columns.size());
        String name = schema.findColumnName(column.id());
        List<Operation> operations = new ArrayList<>(COMPARISONS);
        operations.add(Operation.IS_NULL);
        operations.add(Operation.NOT_NULL);
        if (column.isFloating()) {
            operations.addAll(List.of(Operation.IS_NAN, Operation.NOT_NAN, Operation.GT, Operation.NOT_IN));
        }
        if (column.type().typeId() == TypeID.STRING) {
            operations.addAll(List.of(Operation.STARTS_WITH, Operation.NOT_STARTS_WITH));
        }
        Operation operation = operations.get(picks.get(1) % operations.size());
        List<Object> literals = SampleValues.of(column.type()).stream()
                .filter(value -> !SqlFilter.isNan(value))
                .map(SampleValues::literal)
                .toList();
        Object one = literals.get(picks.get(2) % literals.size());
        Object other = literals.get(picks.get(3) % literals.size());
        return switch (operation) {
            case IS_NULL, NOT_NULL, IS_NAN, NOT_NAN -> Expressions.predicate(operation, name);
            case IN, NOT_IN -> Expressions.predicate(operation, name, List.of(one, other));
            default -> Expressions.predicate(operation, name, one);
        };
    }

    @Override
    public String toString() {
        return "(" + text + ")";
    }
}
