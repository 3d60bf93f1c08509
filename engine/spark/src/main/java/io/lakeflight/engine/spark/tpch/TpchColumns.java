package io.lakeflight.engine.spark.tpch;

import io.trino.tpch.TpchColumn;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** The columns of one TPC-H table, and how the generator's rows become Spark's. */
record TpchColumns<E extends TpchEntity>(TpchTable<E> table, List<TpchColumn<E>> columns) {
    private static final int MONEY_PRECISION = 15;
    private static final int MONEY_SCALE = 2;

    static <E extends TpchEntity> TpchColumns<E> of(TpchTable<E> table) {
        return new TpchColumns<>(table, table.getColumns());
    }

    StructType schema() {
        return new StructType(columns.stream()
                .map(column -> DataTypes.createStructField(column.getColumnName(), type(column), true))
                .toArray(StructField[]::new));
    }

    private static DataType type(TpchColumn<?> column) {
        return switch (column.getType().getBase()) {
            case INTEGER -> DataTypes.IntegerType;
            case IDENTIFIER -> DataTypes.LongType;
            case DATE -> DataTypes.DateType;
            case DOUBLE -> DataTypes.createDecimalType(MONEY_PRECISION, MONEY_SCALE);
            case VARCHAR -> DataTypes.StringType;
        };
    }

    InternalRow toRow(E entity) {
        Object[] values = new Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(columns.get(i), entity);
        }
        return new GenericInternalRow(values);
    }

    private Object value(TpchColumn<E> column, E entity) {
        return switch (column.getType().getBase()) {
            case INTEGER -> column.getInteger(entity);
            case IDENTIFIER -> column.getIdentifier(entity);
            case DATE -> column.getDate(entity);
            // The generator counts in hundredths and offers them divided: rounding gives them back exactly.
            case DOUBLE ->
                Decimal.createUnsafe(Math.round(column.getDouble(entity) * 100), MONEY_PRECISION, MONEY_SCALE);
            case VARCHAR -> UTF8String.fromString(column.getString(entity));
        };
    }
}
