package io.lakeflight.server.cli;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/** The columns of one result, and their values in its current row. */
final class ResultColumns {
    private final ResultSet rows;
    private final List<String> names;
    private final int[] types;

    private ResultColumns(ResultSet rows, List<String> names, int[] types) {
        this.rows = rows;
        this.names = names;
        this.types = types;
    }

    static ResultColumns of(ResultSet rows) throws SQLException {
        ResultSetMetaData metaData = rows.getMetaData();
        List<String> names = new ArrayList<>();
        int[] types = new int[metaData.getColumnCount()];
        for (int i = 0; i < types.length; i++) {
            names.add(metaData.getColumnLabel(i + 1));
            types[i] = metaData.getColumnType(i + 1);
        }
        return new ResultColumns(rows, names, types);
    }

    int size() {
        return types.length;
    }

    String name(int index) {
        return names.get(index);
    }

    boolean isNumeric(int index) {
        return switch (types[index]) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> true;
            case Types.REAL, Types.FLOAT, Types.DOUBLE, Types.DECIMAL, Types.NUMERIC -> true;
            default -> false;
        };
    }

    CellValue value(int index) throws SQLException {
        return CellValue.read(rows, index + 1, types[index]);
    }
}
