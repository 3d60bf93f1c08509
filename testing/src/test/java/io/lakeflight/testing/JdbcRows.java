package io.lakeflight.testing;

import java.sql.Date;
import java.sql.JDBCType;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a JDBC result set holds, in the terms results of other clients are told in. */
record JdbcRows(List<String> names, List<String> types, List<List<Object>> rows) {
    static JdbcRows read(ResultSet results) throws SQLException {
        ResultSetMetaData columns = results.getMetaData();
        List<String> names = new ArrayList<>();
        List<String> types = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            names.add(columns.getColumnLabel(i));
            types.add(type(columns, i));
        }
        List<List<Object>> rows = new ArrayList<>();
        while (results.next()) {
            List<Object> row = new ArrayList<>();
            for (int i = 1; i <= names.size(); i++) {
                row.add(plain(results.getObject(i)));
            }
            rows.add(row);
        }
        return new JdbcRows(names, types, rows);
    }

    List<List<String>> texts() {
        return Rows.texts(rows);
    }

    private static String type(ResultSetMetaData columns, int column) throws SQLException {
        JDBCType type = JDBCType.valueOf(columns.getColumnType(column));
        return switch (type) {
            case INTEGER -> "int";
            case VARCHAR -> "string";
            case DECIMAL -> "decimal(%d,%d)".formatted(columns.getPrecision(column), columns.getScale(column));
            default -> type.getName().toLowerCase(Locale.ROOT);
        };
    }

    private static Object plain(Object value) {
        if (value instanceof Date date) {
            return date.toLocalDate();
        }
        if (value instanceof Timestamp timestamp) {
            return timestamp.toLocalDateTime();
        }
        return value;
    }
}
