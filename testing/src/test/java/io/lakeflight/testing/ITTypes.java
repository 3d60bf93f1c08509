package io.lakeflight.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every type of Spark SQL, as stock clients get it. */
@OnSharedCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ITTypes {
    private final TestingCluster cluster;
    private final BareSpark bareSpark;
    private final TestingClient client;

    ITTypes(TestingCluster cluster, BareSpark bareSpark) {
        this.cluster = cluster;
        this.bareSpark = bareSpark;
        this.client = cluster.client();
    }

    @AfterAll
    void close() {
        client.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(true), (false), (null)",
                "(-128Y), (127Y), (null)",
                "(-32768S), (32767S), (null)",
                "(-2147483648), (2147483647), (null)",
                "(-9223372036854775808L), (9223372036854775807L), (null)",
                "(float('NaN')), (float('-Infinity')), (1.1f), (null)",
                "(double('NaN')), (double('-Infinity')), (1.1d), (-0.0d), (null)",
                "(1.20), (-99.99), (null)",
                "(99999999999999999999999999999999999999BD), (-1BD), (null)",
                "(cast('0.99999999999999999999999999999999999999' as decimal(38,38))), (null)",
                "(''), ('naïve 日本語 🦆'), (null)",
                "(X''), (X'00FF'), (null)",
                "(date'0001-01-01'), (date'1582-10-04'), (date'1582-10-15'), (date'9999-12-31'), (null)",
                "(timestamp'0001-01-01 00:00:00'), (timestamp'2024-02-29 12:34:56.123456'), (null)",
                "(timestamp_ntz'1500-03-01 00:00:00.000001'), (timestamp_ntz'2024-02-29 12:34:56.123456'), (null)",
                "(interval '-1-2' year to month), (interval '178956970-7' year to month), (null)",
                "(interval '-1 02:03:04.123456' day to second), (interval '10 0:0:0' day to second), (null)",
                "(array(1, null, 3)), (cast(array() as array<int>)), (null)",
                "(array(array('a'), null, array(null))), (null)",
                "(map('a', 1, 'b', null)), (cast(map() as map<string,int>)), (null)",
                "(named_struct('a', 1, 'b', cast(null as string))), (null)",
                "(array(named_struct('m', map(1, array(date'1500-01-01'))))), (null)",
                "(null), (null)"
            })
    void valuesArriveAsABareSparkHasThem(String values) {
        String query = "SELECT * FROM VALUES %s AS t(v)".formatted(values);

        BareSpark.Answer expected = bareSpark.query(query);
        Rows rows = client.query(query);

        assertThat(rows.names()).isEqualTo(expected.names());
        assertThat(rows.types()).isEqualTo(expected.types());
        assertThat(rows.texts()).isEqualTo(expected.rows());
    }

    @Test
    void variantArrivesAsText() {
        Rows rows = client.query("SELECT parse_json('{\"a\":[1,null]}') AS v");

        assertThat(rows.types()).containsExactly("string");
        assertThat(rows.value()).isEqualTo("{\"a\":[1,null]}");
    }

    @Test
    void timestampsAreInMicrosecondsAndUtc() {
        Rows rows = client.query("SELECT current_timestamp() AS zoned, localtimestamp() AS plain");

        assertThat(rows.schema().getFields())
                .extracting(Field::getType)
                .extracting(ArrowType::toString)
                .containsExactly("Timestamp(MICROSECOND, UTC)", "Timestamp(MICROSECOND, null)");
    }

    @Test
    void nullabilityIsTold() {
        Rows rows = client.query("SELECT 1 AS never, nullif(1, 1) AS sometimes");

        assertThat(rows.schema().getFields()).extracting(Field::isNullable).containsExactly(false, true);
    }

    @Test
    void columnNamesAreKeptVerbatim() {
        Rows rows = client.query("SELECT 1 AS \"Mixed Case\", 2 AS `back``tick`, 3 AS \"naïve\", 4 AS x, 5 AS x");

        assertThat(rows.names()).containsExactly("Mixed Case", "back`tick", "naïve", "x", "x");
    }

    @Test
    void bothQuotesAreIdentifiersAndApostrophesAreText() {
        Rows rows = client.query("SELECT \"a b\", `a b`, 'a b', 'it''s' FROM VALUES (7) AS t(\"a b\")");

        assertThat(rows.rows()).containsExactly(List.of(7, 7, "a b", "it's"));
    }

    @Test
    void jdbcDriverReadsPlainTypesAsTheirJavaTypes() throws SQLException {
        String query = """
                SELECT true, 1Y, 2S, 3, 4L, 5.5f, 6.5d, 1.20, 'text', X'00FF', date'2024-02-29',
                    cast('0.1' as decimal(38,38)), cast(null as int), cast(null as string), cast(null as date)
                """;
        try (Connection connection = cluster.connect();
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(query)) {
            assertThat(results.next()).isTrue();
            assertThat(results.getBoolean(1)).isTrue();
            assertThat(results.getObject(2)).isEqualTo((byte) 1);
            assertThat(results.getObject(3)).isEqualTo((short) 2);
            assertThat(results.getObject(4)).isEqualTo(3);
            assertThat(results.getObject(5)).isEqualTo(4L);
            assertThat(results.getFloat(6)).isEqualTo(5.5f);
            assertThat(results.getDouble(7)).isEqualTo(6.5d);
            assertThat(results.getBigDecimal(8)).isEqualTo(new BigDecimal("1.20"));
            assertThat(results.getString(9)).isEqualTo("text");
            assertThat(results.getBytes(10)).containsExactly(0, 0xFF);
            assertThat(results.getDate(11)).isEqualTo(Date.valueOf(LocalDate.of(2024, 2, 29)));
            assertThat(results.getBigDecimal(12)).isEqualTo(new BigDecimal("0.1").setScale(38));
            for (int column = 13; column <= 15; column++) {
                assertThat(results.getObject(column)).isNull();
            }
            assertThat(results.next()).isFalse();
        }
    }

    @Test
    void jdbcDriverReadsTimestampsAndNestedTypesAsText() throws SQLException {
        String query = """
                SELECT timestamp'2024-02-29 12:34:56.123456' AS zoned, timestamp_ntz'2024-02-29 12:34:56.123456' AS plain,
                    array(1, 2) AS list, map('a', 1) AS map, named_struct('a', 1) AS struct, null AS nothing,
                    interval '1-2' year to month AS months, interval '1 02:03:04' day to second AS seconds
                """;
        try (Connection connection = cluster.connect();
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(query)) {
            assertThat(results.next()).isTrue();
            assertThat(results.getTimestamp("zoned").toInstant()).hasToString("2024-02-29T12:34:56.123456Z");
            assertThat(results.getTimestamp("plain").toInstant()).hasToString("2024-02-29T12:34:56.123456Z");
            assertThat((Object[]) results.getArray("list").getArray()).containsExactly(1, 2);
            assertThat(results.getObject("map")).isNotNull();
            assertThat(results.getObject("struct")).isNotNull();
            assertThat(results.getObject("nothing")).isNull();
            assertThat(results.getObject("months")).isNotNull();
            assertThat(results.getObject("seconds")).isNotNull();
        }
    }

    @Test
    void jdbcDriverSeesPrecisionScaleAndTypeNames() throws SQLException {
        try (Connection connection = cluster.connect();
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery("SELECT 1.20 AS price, 'x' AS label")) {
            assertThat(results.getMetaData().getPrecision(1)).isEqualTo(3);
            assertThat(results.getMetaData().getScale(1)).isEqualTo(2);
            assertThat(results.getMetaData().getColumnLabel(1)).isEqualTo("price");
            assertThat(results.getMetaData().getColumnTypeName(2)).isEqualTo("VARCHAR");
        }
    }
}
