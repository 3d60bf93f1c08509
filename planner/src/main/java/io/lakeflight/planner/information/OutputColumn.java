package io.lakeflight.planner.information;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * A column that a query returns.
 *
 * @param precision of a {@link Type#DECIMAL}
 */
public record OutputColumn(String name, Type type, int precision, int scale, boolean isNullable) {
    /** What its values are in Java. */
    public enum Type {
        /** {@link String}. */
        TEXT,
        /** {@link Boolean}. */
        FLAG,
        /** {@link Integer}. */
        INT,
        /** {@link Long}. */
        BIGINT,
        /** {@link Double}. */
        DOUBLE,
        /** {@link java.math.BigDecimal}. */
        DECIMAL,
        /** {@link Long}: microseconds since 1970, in UTC. */
        TIMESTAMP
    }

    /** @throws InformationException if there is one of a type that cannot be returned */
    static List<OutputColumn> of(RelRoot query, QueryTables tables) {
        List<OutputColumn> columns = new ArrayList<>();
        query.fields.forEach((index, name) -> columns.add(
                of(name, query.rel.getRowType().getFieldList().get(index).getType(), tables)));
        return List.copyOf(columns);
    }

    /** The parameters of a query, in their order. */
    static List<OutputColumn> parameters(RelDataType row, QueryTables tables) {
        List<OutputColumn> parameters = new ArrayList<>();
        row.getFieldList().forEach(field -> {
            RelDataType type = field.getType();
            String name = "parameter_" + (parameters.size() + 1);
            parameters.add(
                    new OutputColumn(name, type(name, type, tables), type.getPrecision(), type.getScale(), true));
        });
        return List.copyOf(parameters);
    }

    private static OutputColumn of(String name, RelDataType type, QueryTables tables) {
        if (type.getSqlTypeName() == SqlTypeName.TIMESTAMP && tables.system().isEmpty()) {
            throw unsupported(name, type, tables);
        }
        return new OutputColumn(
                name, type(name, type, tables), type.getPrecision(), type.getScale(), type.isNullable());
    }

    private static Type type(String name, RelDataType type, QueryTables tables) {
        return switch (type.getSqlTypeName()) {
            case VARCHAR, CHAR -> Type.TEXT;
            case BOOLEAN -> Type.FLAG;
            case TINYINT, SMALLINT, INTEGER -> Type.INT;
            case BIGINT -> Type.BIGINT;
            case FLOAT, REAL, DOUBLE -> Type.DOUBLE;
            case DECIMAL -> Type.DECIMAL;
            case TIMESTAMP -> Type.TIMESTAMP;
            default -> throw unsupported(name, type, tables);
        };
    }

    private static InformationException unsupported(String name, RelDataType type, QueryTables tables) {
        return InformationPlanner.unsupported("column %s of type %s in a query of %s (expected: a cast to VARCHAR)"
                .formatted(name, type, tables.place()));
    }
}
