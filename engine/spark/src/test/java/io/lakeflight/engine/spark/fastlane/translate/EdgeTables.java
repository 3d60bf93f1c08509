package io.lakeflight.engine.spark.fastlane.translate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.classic.SparkSession;

/** Writes one table of Parquet for each of {@link Edges}: difficult values of each type, by themselves and in pairs. */
final class EdgeTables {
    private static final List<String> BYTES =
            List.of("NULL", "0", "1", "-1", "2", "-2", "7", "-7", "100", "-100", "127", "-128");
    private static final List<String> SHORTS =
            List.of("NULL", "0", "1", "-1", "2", "-2", "7", "-7", "300", "-300", "32767", "-32768");
    private static final List<String> INTS =
            List.of("NULL", "0", "1", "-1", "2", "-2", "7", "-7", "46341", "-46341", "2147483647", "-2147483648");
    private static final List<String> LONGS = List.of(
            "NULL",
            "0",
            "1",
            "-1",
            "2",
            "-2",
            "7",
            "-7",
            "3037000500",
            "-3037000500",
            "9223372036854775807",
            "-9223372036854775808");
    private static final List<String> DOUBLES = List.of(
            "NULL",
            "0.0",
            "-0.0",
            "1",
            "-1",
            "0.5",
            "-0.5",
            "1.5",
            "2.5",
            "-2.5",
            "1.005",
            "2.675",
            "0.1",
            "NaN",
            "Infinity",
            "-Infinity",
            "1.7976931348623157E308",
            "-1.7976931348623157E308",
            "4.9E-324",
            "2.2250738585072014E-308",
            "1E15",
            "999999999999999.9",
            "123456789.98765433",
            "1E7",
            "9999999.5",
            "0.001",
            "9.9E-4",
            "2147483647.5",
            "2147483648",
            "-2147483648.9",
            "9.223372036854775807E18",
            "9.2E18",
            "-9.223372036854775808E18",
            "127.9",
            "128",
            "-128.5",
            "32767.5",
            "0.125",
            "-32769",
            "1E-7");
    private static final List<String> FLOATS = List.of(
            "NULL",
            "0.0",
            "-0.0",
            "1",
            "-1",
            "0.5",
            "-0.5",
            "1.5",
            "2.5",
            "-2.5",
            "1.005",
            "2.675",
            "0.1",
            "NaN",
            "Infinity",
            "-Infinity",
            "3.4028235E38",
            "-3.4028235E38",
            "1.4E-45",
            "1.17549435E-38",
            "1E15",
            "16777217",
            "1.2345679E8",
            "1E7",
            "9999999",
            "0.001",
            "9.9E-4",
            "2147483520",
            "2147483648",
            "-2147483648",
            "9.223372E18",
            "127.9",
            "128",
            "-128.5");
    private static final List<String> SHORT_DECIMALS = List.of(
            "NULL",
            "0",
            "1",
            "-1",
            "0.01",
            "-0.01",
            "0.05",
            "2.50",
            "-2.50",
            "99.99",
            "127.50",
            "128.00",
            "-128.99",
            "2147483647.99",
            "2147483648.00",
            "9999999999.99",
            "-9999999999.99",
            "3.14",
            "1234567.89",
            "32767.49");
    private static final List<String> FINE_DECIMALS = List.of(
            "NULL",
            "0",
            "1",
            "-1",
            "0.0001",
            "-0.0001",
            "0.00005",
            "2.5000",
            "-7.7775",
            "99.9999",
            "0.5",
            "-0.5",
            "1.005",
            "1.0050",
            "999999.9999",
            "-999999.9999",
            "3.1416",
            "0.3333",
            "0.6667",
            "123.4567");
    private static final List<String> LONG_DECIMALS = List.of(
            "NULL",
            "0",
            "1",
            "-1",
            "0.0000000001",
            "-0.0000000001",
            "2.55",
            "9999999999999999999999999999.9999999999",
            "-9999999999999999999999999999.9999999999",
            "1234567890123456789.0123456789",
            "0.5",
            "-0.5",
            "3",
            "1e15",
            "1e18",
            "1e20",
            "0.3333333333",
            "7",
            "1e27",
            "-12345.6789");
    private static final List<String> WHOLE_DECIMALS = List.of(
            "NULL",
            "0",
            "1",
            "-1",
            "3",
            "-3",
            "99999999999999999999999999999999999999",
            "-99999999999999999999999999999999999999",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775809",
            "10",
            "100",
            "1e18",
            "1e19",
            "1e37",
            "7",
            "13",
            "127",
            "128");
    private static final List<String> STRINGS = List.of(
            "NULL",
            "''",
            "'a'",
            "'A'",
            "'ab'",
            "'abc'",
            "'aBc'",
            "' a '",
            "'  '",
            "'a%b'",
            "'a_b'",
            "'a\\\\b'",
            "'%'",
            "'_'",
            "'\\\\'",
            "'\\u00df'",
            "'\\u0130'",
            "'\\u03a3\\u03c3\\u03c2'",
            "'\\u00e9'",
            "'e\\u0301'",
            "'\\ud83d\\ude00'",
            "'a\\ud83d\\ude00b'",
            "'\\ud83d\\udc68\\u200d\\ud83d\\udc69'",
            "'\\u00a0a\\u00a0'",
            "'\\u3000'",
            "'\\ta\\n'",
            "'a\\nb'",
            "'abcabc'",
            "'zz'",
            "'b'",
            "'O''Brien'",
            "'\"'",
            "'BRASS'",
            "'PROMO x'",
            "'special y requests'");
    private static final List<String> NUMBER_TEXTS = List.of(
            "NULL",
            "''",
            "'0'",
            "'1'",
            "'-1'",
            "'+1'",
            "'007'",
            "'1.5'",
            "'.5'",
            "'1.'",
            "'-0'",
            "'+-1'",
            "'1_000'",
            "' 1'",
            "'1 '",
            "'1e3'",
            "'1E3'",
            "'1e400'",
            "'-1e400'",
            "'1e-400'",
            "'1d'",
            "'1f'",
            "'1L'",
            "'0x10'",
            "'NaN'",
            "'nan'",
            "'Infinity'",
            "'inf'",
            "'-inf'",
            "'2147483647'",
            "'2147483648'",
            "'-2147483649'",
            "'127'",
            "'128'",
            "'32768'",
            "'9223372036854775807'",
            "'9223372036854775808'",
            "'999999999999999999'",
            "'123456789012345678901234567890'",
            "'1,000'",
            "'\\u0661'",
            "'abc'",
            "'true'",
            "'TRUE'",
            "'t'",
            "'T'",
            "'yes'",
            "'no'",
            "'y'",
            "'n'",
            "'f'",
            "'false'",
            "'on'",
            "'off'",
            "' true'",
            "'12.345'",
            "'12.355'",
            "'-12.355'",
            "'99999999999.99'",
            "'0.1'",
            "'1.005'",
            "'2020-01-01'",
            "'2020-1-1'",
            "'2020'",
            "'2020-01'",
            "'2020-01-01x'",
            "'2020-01-01 00:00:00'",
            "'2020-02-30'",
            "'2019-02-29'",
            "'2020-02-29'",
            "'0001-01-01'",
            "'0000-01-01'",
            "'9999-12-31'",
            "'10000-01-01'",
            "'-0001-01-01'",
            "'1582-10-10'",
            "'epoch'",
            "'infinity'",
            "'today'",
            "'2020-13-01'",
            "'2020-00-10'",
            "'1e+5'",
            "'1.7976931348623157e308'",
            "'4.9e-324'",
            "'179769313486231570000'",
            "'1e999'",
            "' -7 '",
            "'  1.5   '",
            "'\\t12\\n'",
            "'\\r\\n12.5\\r\\n'",
            "'\\u000b1\\u000c'",
            "'\\u00017'",
            "'7\\u001f'",
            "'\\u007f7'",
            "'\\u00a07'",
            "'7\\u3000'",
            "'\\u20037'",
            "'1 2'",
            "'- 1'",
            "'1 .5'",
            "' 1e3 '",
            "' '",
            "'\\t'",
            "' Yes '",
            "'\\tno'",
            "'FALSE '",
            "'N'",
            "'y e s'",
            "' 2020-02-29 '",
            "'\\n2020-02-29'",
            "'2020-02-29\\u00a0'");
    private static final List<String> DATES = List.of(
            "NULL",
            "'0001-01-01'",
            "'0001-12-31'",
            "'0004-02-29'",
            "'1500-02-28'",
            "'1582-10-04'",
            "'1582-10-15'",
            "'1582-10-10'",
            "'1883-11-18'",
            "'1899-12-31'",
            "'1969-12-31'",
            "'1970-01-01'",
            "'1999-12-31'",
            "'2000-02-29'",
            "'2019-12-30'",
            "'2020-01-31'",
            "'2020-02-29'",
            "'2020-12-31'",
            "'2021-01-03'",
            "'2021-01-04'",
            "'2038-01-19'",
            "'9999-12-31'",
            "'-0001-12-31'",
            "'-0044-03-15'",
            "'10000-01-01'",
            "'2011-12-30'",
            "'2020-03-08'",
            "'2020-03-31'",
            "'2020-11-01'");
    private static final List<String> TIMES = List.of(
            "NULL",
            "'0001-01-01 00:00:00'",
            "'1500-02-28 12:00:00'",
            "'1582-10-04 23:59:59.999999'",
            "'1582-10-15 00:00:00'",
            "'1883-11-18 11:59:59'",
            "'1883-11-18 12:10:00'",
            "'1969-12-31 23:59:59.999999'",
            "'1969-12-31 23:59:59'",
            "'1970-01-01 00:00:00'",
            "'1970-01-01 00:00:00.000001'",
            "'2000-02-29 12:34:56.789'",
            "'2020-03-08 01:59:59.999999'",
            "'2020-03-08 02:30:00'",
            "'2020-03-08 03:00:00'",
            "'2020-11-01 00:59:59'",
            "'2020-11-01 01:30:00'",
            "'2020-11-01 02:00:00'",
            "'2020-12-31 23:59:59.5'",
            "'2021-01-03 00:00:00'",
            "'2038-01-19 03:14:08'",
            "'9999-12-31 23:59:59.999999'",
            "'-0044-03-15 10:00:00'",
            "'2020-11-01 09:30:00Z'",
            "'2020-11-01 08:30:00Z'",
            "'2020-03-08 10:00:00.123456Z'",
            "'2020-03-08 00:00:00'",
            "'2020-03-08 00:30:00'",
            "'2020-11-01 00:00:00'",
            "'2020-11-01 00:30:00'",
            "'2020-11-01 04:30:00Z'",
            "'2020-11-01 05:30:00Z'",
            "'2020-11-02 00:00:00'");
    private static final List<String> OTHER_TIMES = Stream.concat(
                    TIMES.subList(0, 8).stream(),
                    Stream.of("'2020-02-29 12:34:56.789'", "'2020-03-31 23:59:59'", "'2020-10-31 01:30:00'"))
            .toList();

    private EdgeTables() {}

    static String name(Edges edges) {
        return "edges_" + edges.name().toLowerCase(Locale.ROOT);
    }

    static void write(SparkSession spark, Edges edges) {
        String rows =
                switch (edges) {
                    case BOOLEANS ->
                        "SELECT a, b, c, if(a, 5, cast(b AS INT)) AS i FROM"
                                + " VALUES (true), (false), (cast(NULL AS BOOLEAN)) t(a), VALUES (true), (false), (NULL) u(b),"
                                + " VALUES (true), (false), (NULL) v(c)";
                    case INTEGERS -> integers();
                    case FLOATS -> floats();
                    case DECIMALS -> decimals();
                    case STRINGS ->
                        "SELECT s1, s2 FROM " + values("t", "s1", STRINGS) + ", " + values("u", "s2", STRINGS);
                    case LETTERS -> "SELECT s FROM " + values("t", "s", EdgeTexts.letters());
                    case TIME_TEXTS -> "SELECT s FROM " + values("t", "s", EdgeTexts.TIMES);
                    case NUMBER_TEXTS -> "SELECT s FROM " + values("t", "s", NUMBER_TEXTS);
                    case BINARIES ->
                        "SELECT x1, x2 FROM VALUES (NULL), (X''), (X'00'), (X'61'), (X'6162'), (X'FF'), (X'C3A9'), (X'C3') t(x1),"
                                + " VALUES (NULL), (X''), (X'00'), (X'61'), (X'7F'), (X'80') u(x2)";
                    case DATES ->
                        "SELECT cast(a AS DATE) AS d1, cast(b AS DATE) AS d2 FROM " + values("t", "a", DATES) + ", "
                                + values("u", "b", DATES);
                    case TIMESTAMPS ->
                        "SELECT cast(a AS TIMESTAMP) AS t1, cast(a AS TIMESTAMP_NTZ) AS n1, cast(b AS TIMESTAMP) AS t2,"
                                + " cast(b AS TIMESTAMP_NTZ) AS n2, unix_seconds(cast(a AS TIMESTAMP)) AS e1,"
                                + " cast(cast(a AS TIMESTAMP) AS DATE) AS d1, cast(cast(b AS TIMESTAMP) AS DATE) AS d2"
                                + " FROM " + values("t", "a", TIMES) + ", " + values("u", "b", OTHER_TIMES);
                    case STRUCTS ->
                        "SELECT if(a, NULL, named_struct('n', i1, 's', s, 'd', d, 'Odd name''s', l1,"
                                + " 'in', if(b, NULL, named_struct('x', i2, 'y', f)))) AS r FROM"
                                + " VALUES (true), (false) t(a), VALUES (true), (false) u(b),"
                                + " (SELECT i1, i2, l1 FROM (" + integers() + ")),"
                                + " VALUES (NULL, NULL, NULL), ('a', DATE '2020-02-29', double('NaN')),"
                                + " ('', DATE '1582-10-10', -0.0D) v(s, d, f)";
                };
        spark.sql("CREATE TABLE " + name(edges)
                + " USING parquet AS SELECT cast(monotonically_increasing_id() AS INT) AS id, *"
                + " FROM (SELECT /*+ REPARTITION(1) */ * FROM (" + rows + "))");
    }

    private static String integers() {
        String pairs = IntStream.range(0, INTS.size() * INTS.size())
                .mapToObj(i -> {
                    int a = i / INTS.size();
                    int b = i % INTS.size();
                    return "("
                            + String.join(
                                            ", ",
                                            BYTES.get(a),
                                            BYTES.get(b),
                                            SHORTS.get(a),
                                            SHORTS.get(b),
                                            INTS.get(a),
                                            INTS.get(b),
                                            "cast('" + LONGS.get(a) + "' AS BIGINT)",
                                            "cast('" + LONGS.get(b) + "' AS BIGINT)")
                                    .replace("'NULL'", "NULL")
                            + ")";
                })
                .collect(Collectors.joining(", "));
        return "SELECT cast(b1 AS TINYINT) AS b1, cast(b2 AS TINYINT) AS b2, cast(s1 AS SMALLINT) AS s1, cast(s2 AS SMALLINT) AS s2,"
                + " cast(i1 AS INT) AS i1, cast(i2 AS INT) AS i2, l1, l2 FROM VALUES " + pairs
                + " t(b1, b2, s1, s2, i1, i2, l1, l2)";
    }

    private static String floats() {
        String pairs = IntStream.range(0, DOUBLES.size() * DOUBLES.size())
                .mapToObj(i -> {
                    int a = i / DOUBLES.size();
                    int b = i % DOUBLES.size();
                    return Arrays.asList(
                                    DOUBLES.get(a),
                                    DOUBLES.get(b),
                                    FLOATS.get(a % FLOATS.size()),
                                    FLOATS.get(b % FLOATS.size()))
                            .stream()
                            .map(value -> value.equals("NULL") ? value : "'" + value + "'")
                            .collect(Collectors.joining(", ", "(", ")"));
                })
                .collect(Collectors.joining(", "));
        return "SELECT cast(d1 AS DOUBLE) AS d1, cast(d2 AS DOUBLE) AS d2, cast(f1 AS FLOAT) AS f1, cast(f2 AS FLOAT) AS f2 FROM VALUES "
                + pairs + " t(d1, d2, f1, f2)";
    }

    private static String decimals() {
        int size = SHORT_DECIMALS.size();
        String pairs = IntStream.range(0, size * size)
                .mapToObj(i -> {
                    int a = i / size;
                    int b = i % size;
                    return List.of(
                                    SHORT_DECIMALS.get(a),
                                    SHORT_DECIMALS.get(b),
                                    FINE_DECIMALS.get(a),
                                    FINE_DECIMALS.get(b),
                                    LONG_DECIMALS.get(a),
                                    LONG_DECIMALS.get(b),
                                    WHOLE_DECIMALS.get(a),
                                    WHOLE_DECIMALS.get(b))
                            .stream()
                            .map(value -> value.equals("NULL") ? value : "'" + value + "'")
                            .collect(Collectors.joining(", ", "(", ")"));
                })
                .collect(Collectors.joining(", "));
        return "SELECT cast(a1 AS DECIMAL(12,2)) AS a1, cast(a2 AS DECIMAL(12,2)) AS a2, cast(b1 AS DECIMAL(10,4)) AS b1,"
                + " cast(b2 AS DECIMAL(10,4)) AS b2, cast(c1 AS DECIMAL(38,10)) AS c1, cast(c2 AS DECIMAL(38,10)) AS c2,"
                + " cast(w1 AS DECIMAL(38,0)) AS w1, cast(w2 AS DECIMAL(38,0)) AS w2, cast(b1 AS DECIMAL(18,6)) AS e1,"
                + " try_cast(b2 AS DECIMAL(5,2)) AS f2, try_cast(b1 AS DECIMAL(5,2)) AS f1 FROM VALUES " + pairs
                + " t(a1, a2, b1, b2, c1, c2, w1, w2)";
    }

    private static String values(String alias, String column, List<String> values) {
        return values.stream().map(value -> "(" + value + ")").collect(Collectors.joining(", ", "VALUES ", " ")) + alias
                + "(" + column + ")";
    }
}
