package io.lakeflight.planner.validation;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeSystem;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.type.SqlTypeName;

/** Spark's types as Calcite knows them; those it has no like of are of any type. */
final class SparkTypes {
    private static final Pattern DECIMAL = Pattern.compile("decimal\\((\\d+),(-?\\d+)\\)");

    private static final RelDataTypeSystem SYSTEM = new RelDataTypeSystemImpl() {
        @Override
        public int getMaxPrecision(SqlTypeName type) {
            return type == SqlTypeName.DECIMAL ? 38 : super.getMaxPrecision(type);
        }

        @Override
        public int getMaxScale(SqlTypeName type) {
            return type == SqlTypeName.DECIMAL ? 38 : super.getMaxScale(type);
        }
    };

    private SparkTypes() {}

    static RelDataTypeFactory factory() {
        return new JavaTypeFactoryImpl(SYSTEM);
    }

    static RelDataType row(RelDataTypeFactory factory, List<TableColumn> columns) {
        RelDataTypeFactory.Builder row = factory.builder();
        columns.forEach(column -> row.add(
                column.name(),
                factory.createTypeWithNullability(
                        type(factory, column.type().text()), column.type().isNullable())));
        return row.build();
    }

    private static RelDataType type(RelDataTypeFactory factory, String text) {
        Matcher decimal = DECIMAL.matcher(text);
        if (decimal.matches()) {
            return factory.createSqlType(
                    SqlTypeName.DECIMAL, Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)));
        }
        return switch (text) {
            case "boolean" -> factory.createSqlType(SqlTypeName.BOOLEAN);
            case "int" -> factory.createSqlType(SqlTypeName.INTEGER);
            case "bigint" -> factory.createSqlType(SqlTypeName.BIGINT);
            case "float" -> factory.createSqlType(SqlTypeName.REAL);
            case "double" -> factory.createSqlType(SqlTypeName.DOUBLE);
            case "string" -> factory.createSqlType(SqlTypeName.VARCHAR);
            case "date" -> factory.createSqlType(SqlTypeName.DATE);
            case "timestamp" -> factory.createSqlType(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, 6);
            case "timestamp_ntz" -> factory.createSqlType(SqlTypeName.TIMESTAMP, 6);
            case "binary" -> factory.createSqlType(SqlTypeName.VARBINARY);
            default -> factory.createSqlType(SqlTypeName.ANY);
        };
    }
}
