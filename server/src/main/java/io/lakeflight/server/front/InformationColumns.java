package io.lakeflight.server.front;

import io.lakeflight.planner.information.OutputColumn;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** The columns of an answer in Arrow, with the notes on them that an engine gives clients. */
final class InformationColumns {
    private InformationColumns() {}

    static Schema schema(List<OutputColumn> columns) {
        return new Schema(columns.stream().map(InformationColumns::field).toList());
    }

    /** What clients are told to bind: types that a stock JDBC driver can set. */
    static Schema parameters(List<OutputColumn> parameters) {
        return new Schema(parameters.stream()
                .map(parameter -> Field.nullable(
                        parameter.name(),
                        parameter.type() == OutputColumn.Type.TIMESTAMP
                                ? new ArrowType.Timestamp(TimeUnit.MILLISECOND, null)
                                : type(parameter)))
                .toList());
    }

    private static Field field(OutputColumn column) {
        return new Field(
                column.name(), new FieldType(column.isNullable(), type(column), null, notes(column)), List.of());
    }

    private static ArrowType type(OutputColumn column) {
        return switch (column.type()) {
            case TEXT -> new ArrowType.Utf8();
            case FLAG -> new ArrowType.Bool();
            case INT -> new ArrowType.Int(32, true);
            case BIGINT -> new ArrowType.Int(64, true);
            case TIMESTAMP -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC");
            case DOUBLE -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
            case DECIMAL -> new ArrowType.Decimal(column.precision(), column.scale(), 128);
        };
    }

    private static Map<String, String> notes(OutputColumn column) {
        return switch (column.type()) {
            case TEXT -> FrontSchemas.notes("STRING");
            case FLAG -> FrontSchemas.notes("BOOLEAN", 1, 0);
            case INT -> FrontSchemas.notes("INT", 10, 0);
            case BIGINT -> FrontSchemas.notes("BIGINT", 19, 0);
            case TIMESTAMP -> FrontSchemas.notes("TIMESTAMP", 26, 6);
            case DOUBLE -> FrontSchemas.notes("DOUBLE", 15, 0);
            case DECIMAL -> FrontSchemas.notes("DECIMAL", column.precision(), column.scale());
        };
    }
}
