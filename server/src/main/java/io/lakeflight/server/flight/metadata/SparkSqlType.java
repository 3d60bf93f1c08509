package io.lakeflight.server.flight.metadata;

import static org.apache.arrow.flight.sql.impl.FlightSql.XdbcDataType.XDBC_BIGINT;
import static org.apache.arrow.flight.sql.impl.FlightSql.XdbcDataType.XDBC_BIT;
import static org.apache.arrow.flight.sql.impl.FlightSql.XdbcDataType.XDBC_CHAR;
import static org.apache.arrow.flight.sql.impl.FlightSql.XdbcDataType.XDBC_DATE;
import static org.apache.arrow.flight.sql.impl.FlightSql.XdbcDataType.XDBC_DECIMAL;
import static org.apache.arrow.flight.sql.impl.FlightSql.XdbcDataType.XDBC_DOUBLE;
import static org.apache.arrow.flight.sql.impl.FlightSql.XdbcDataType.XDBC_INTEGER;
import static org.apache.arrow.flight.sql.impl.FlightSql.XdbcDataType.XDBC_INTERVAL;
import static org.apache.arrow.flight.sql.impl.FlightSql.XdbcDataType.XDBC_REAL;
import static org.apache.arrow.flight.sql.impl.FlightSql.XdbcDataType.XDBC_SMALLINT;
import static org.apache.arrow.flight.sql.impl.FlightSql.XdbcDataType.XDBC_TIMESTAMP;
import static org.apache.arrow.flight.sql.impl.FlightSql.XdbcDataType.XDBC_TINYINT;
import static org.apache.arrow.flight.sql.impl.FlightSql.XdbcDataType.XDBC_UNKNOWN_TYPE;
import static org.apache.arrow.flight.sql.impl.FlightSql.XdbcDataType.XDBC_VARBINARY;
import static org.apache.arrow.flight.sql.impl.FlightSql.XdbcDataType.XDBC_VARCHAR;

import java.util.List;
import org.apache.arrow.flight.sql.impl.FlightSql.XdbcDataType;
import org.jspecify.annotations.Nullable;

/** A type of Spark SQL as ODBC's and JDBC's lists of types describe it; absent facts are null. */
record SparkSqlType(
        String name,
        XdbcDataType code,
        @Nullable Integer size,
        @Nullable String prefix,
        @Nullable String suffix,
        @Nullable List<String> parameters,
        Kind kind) {
    /** What the values are, which decides how they compare. */
    enum Kind {
        EXACT_NUMBER,
        APPROXIMATE_NUMBER,
        TEXT,
        MOMENT,
        OTHER;

        boolean isNumber() {
            return this == EXACT_NUMBER || this == APPROXIMATE_NUMBER;
        }
    }

    private static final int MAX_LENGTH = Integer.MAX_VALUE;

    static final List<SparkSqlType> ALL = List.of(
            plain("BOOLEAN", XDBC_BIT, 1, Kind.OTHER),
            plain("TINYINT", XDBC_TINYINT, 3, Kind.EXACT_NUMBER),
            plain("SMALLINT", XDBC_SMALLINT, 5, Kind.EXACT_NUMBER),
            plain("INT", XDBC_INTEGER, 10, Kind.EXACT_NUMBER),
            plain("BIGINT", XDBC_BIGINT, 19, Kind.EXACT_NUMBER),
            new SparkSqlType("DECIMAL", XDBC_DECIMAL, 38, null, null, List.of("precision", "scale"), Kind.EXACT_NUMBER),
            plain("FLOAT", XDBC_REAL, 7, Kind.APPROXIMATE_NUMBER),
            plain("DOUBLE", XDBC_DOUBLE, 15, Kind.APPROXIMATE_NUMBER),
            quoted("STRING", XDBC_VARCHAR, MAX_LENGTH, "'", Kind.TEXT),
            new SparkSqlType("VARCHAR", XDBC_VARCHAR, MAX_LENGTH, "'", "'", List.of("length"), Kind.TEXT),
            new SparkSqlType("CHAR", XDBC_CHAR, MAX_LENGTH, "'", "'", List.of("length"), Kind.TEXT),
            quoted("BINARY", XDBC_VARBINARY, MAX_LENGTH, "X'", Kind.OTHER),
            quoted("DATE", XDBC_DATE, 10, "DATE '", Kind.MOMENT),
            quoted("TIMESTAMP", XDBC_TIMESTAMP, 26, "TIMESTAMP '", Kind.MOMENT),
            quoted("TIMESTAMP_NTZ", XDBC_TIMESTAMP, 26, "TIMESTAMP_NTZ '", Kind.MOMENT),
            plain("INTERVAL YEAR TO MONTH", XDBC_INTERVAL, null, Kind.OTHER),
            plain("INTERVAL DAY TO SECOND", XDBC_INTERVAL, null, Kind.OTHER),
            plain("ARRAY", XDBC_UNKNOWN_TYPE, null, Kind.OTHER),
            plain("MAP", XDBC_UNKNOWN_TYPE, null, Kind.OTHER),
            plain("STRUCT", XDBC_UNKNOWN_TYPE, null, Kind.OTHER),
            plain("VARIANT", XDBC_UNKNOWN_TYPE, null, Kind.OTHER),
            plain("VOID", XDBC_UNKNOWN_TYPE, null, Kind.OTHER));

    private static SparkSqlType plain(String name, XdbcDataType code, @Nullable Integer size, Kind kind) {
        return new SparkSqlType(name, code, size, null, null, null, kind);
    }

    private static SparkSqlType quoted(String name, XdbcDataType code, Integer size, String prefix, Kind kind) {
        return new SparkSqlType(name, code, size, prefix, "'", null, kind);
    }
}
