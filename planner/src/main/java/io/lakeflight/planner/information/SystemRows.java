package io.lakeflight.planner.information;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Linq4j;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.ScannableTable;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** One table of {@code system} as Calcite reads it: its rows are asked for when a query runs. */
final class SystemRows extends AbstractTable implements ScannableTable {
    /** Calcite counts time in milliseconds. */
    private static final int MILLISECONDS = 3;

    private final SystemTable table;

    SystemRows(SystemTable table) {
        this.table = table;
    }

    @Override
    public RelDataType getRowType(RelDataTypeFactory types) {
        RelDataTypeFactory.Builder row = types.builder();
        for (SystemTable.Column column : table.columns()) {
            row.add(column.name(), type(types, column.type())).nullable(column.isNullable());
        }
        return row.build();
    }

    private static RelDataType type(RelDataTypeFactory types, OutputColumn.Type type) {
        return switch (type) {
            case BIGINT -> types.createSqlType(SqlTypeName.BIGINT);
            case TIMESTAMP -> types.createSqlType(SqlTypeName.TIMESTAMP, MILLISECONDS);
            case TEXT -> types.createSqlType(SqlTypeName.VARCHAR);
            case FLAG, INT, DOUBLE, DECIMAL -> throw new AssertionError("No system table has a " + type);
        };
    }

    @Override
    public Enumerable<@Nullable Object[]> scan(DataContext context) {
        SystemSource source = requireNonNull((SystemSource) context.get(RunContext.SYSTEM));
        Vigil vigil = requireNonNull((Vigil) context.get(JoinWatch.VIGIL));
        return Linq4j.asEnumerable(source.rows(table)).select(row -> {
            vigil.requireWanted();
            return inCalcite(row);
        });
    }

    private static @Nullable Object[] inCalcite(@Nullable Object[] row) {
        @Nullable Object[] values = row.clone();
        for (int column = 0; column < values.length; column++) {
            if (values[column] instanceof Instant time) {
                values[column] = time.toEpochMilli();
            }
        }
        return values;
    }
}
