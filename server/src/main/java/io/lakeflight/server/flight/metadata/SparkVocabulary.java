package io.lakeflight.server.flight.metadata;

import static org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportsConvert.SQL_CONVERT_BIGINT;
import static org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportsConvert.SQL_CONVERT_BINARY;
import static org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportsConvert.SQL_CONVERT_BIT;
import static org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportsConvert.SQL_CONVERT_CHAR;
import static org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportsConvert.SQL_CONVERT_DATE;
import static org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportsConvert.SQL_CONVERT_DECIMAL;
import static org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportsConvert.SQL_CONVERT_FLOAT;
import static org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportsConvert.SQL_CONVERT_INTEGER;
import static org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportsConvert.SQL_CONVERT_NUMERIC;
import static org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportsConvert.SQL_CONVERT_REAL;
import static org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportsConvert.SQL_CONVERT_SMALLINT;
import static org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportsConvert.SQL_CONVERT_TIMESTAMP;
import static org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportsConvert.SQL_CONVERT_TINYINT;
import static org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportsConvert.SQL_CONVERT_VARBINARY;
import static org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportsConvert.SQL_CONVERT_VARCHAR;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportsConvert;

/** Words, functions and casts of Spark SQL, as far as JDBC and ODBC have names for them. */
final class SparkVocabulary {
    /** What Spark 4.1's parser refuses as a table's name or alias, in either of its modes, and SQL:2003 does not reserve. */
    static final List<String> RESERVED_WORDS = List.of("ANTI", "COLLATION", "MINUS", "OFFSET", "SEMI");

    static final List<String> NUMERIC_FUNCTIONS = List.of(
            "ABS", "ACOS", "ASIN", "ATAN", "ATAN2", "CEILING", "COS", "COT", "DEGREES", "EXP", "FLOOR", "LOG", "LOG10",
            "MOD", "PI", "POWER", "RADIANS", "RAND", "ROUND", "SIGN", "SIN", "SQRT", "TAN");

    static final List<String> STRING_FUNCTIONS = List.of(
            "ASCII",
            "CHAR",
            "CHARACTER_LENGTH",
            "CHAR_LENGTH",
            "CONCAT",
            "LCASE",
            "LEFT",
            "LENGTH",
            "LOCATE",
            "LTRIM",
            "OCTET_LENGTH",
            "POSITION",
            "REPEAT",
            "REPLACE",
            "RIGHT",
            "RTRIM",
            "SOUNDEX",
            "SPACE",
            "SUBSTRING",
            "UCASE");

    static final List<String> SYSTEM_FUNCTIONS = List.of("IFNULL", "USER");

    static final List<String> DATETIME_FUNCTIONS = List.of(
            "CURDATE",
            "CURRENT_DATE",
            "CURRENT_TIMESTAMP",
            "DAYNAME",
            "DAYOFMONTH",
            "DAYOFWEEK",
            "DAYOFYEAR",
            "EXTRACT",
            "HOUR",
            "MINUTE",
            "MONTH",
            "MONTHNAME",
            "NOW",
            "QUARTER",
            "SECOND",
            "TIMESTAMPADD",
            "TIMESTAMPDIFF",
            "YEAR");

    private static final List<SqlSupportsConvert> NUMBERS = List.of(
            SQL_CONVERT_BIGINT,
            SQL_CONVERT_DECIMAL,
            SQL_CONVERT_FLOAT,
            SQL_CONVERT_INTEGER,
            SQL_CONVERT_NUMERIC,
            SQL_CONVERT_REAL,
            SQL_CONVERT_SMALLINT,
            SQL_CONVERT_TINYINT);
    private static final List<SqlSupportsConvert> TEXTS = List.of(SQL_CONVERT_CHAR, SQL_CONVERT_VARCHAR);
    private static final List<SqlSupportsConvert> BINARIES = List.of(SQL_CONVERT_BINARY, SQL_CONVERT_VARBINARY);
    private static final List<SqlSupportsConvert> BITS = List.of(SQL_CONVERT_BIT);
    private static final List<SqlSupportsConvert> DATES = List.of(SQL_CONVERT_DATE, SQL_CONVERT_TIMESTAMP);

    /** By type, the types ANSI {@code CAST} turns it into. */
    static final Map<Integer, List<Integer>> CASTS = casts();

    private SparkVocabulary() {}

    private static Map<Integer, List<Integer>> casts() {
        Map<Integer, List<Integer>> casts = new TreeMap<>();
        allow(casts, NUMBERS, List.of(NUMBERS, TEXTS, BITS));
        allow(casts, TEXTS, List.of(NUMBERS, TEXTS, BITS, DATES, BINARIES));
        allow(casts, BITS, List.of(NUMBERS, TEXTS, BITS));
        allow(casts, DATES, List.of(DATES, TEXTS));
        allow(casts, BINARIES, List.of(BINARIES, TEXTS));
        return casts;
    }

    private static void allow(
            Map<Integer, List<Integer>> casts, List<SqlSupportsConvert> from, List<List<SqlSupportsConvert>> to) {
        List<Integer> targets = to.stream()
                .flatMap(List::stream)
                .map(SqlSupportsConvert::getNumber)
                .sorted()
                .toList();
        from.forEach(type -> casts.put(type.getNumber(), targets));
    }
}
