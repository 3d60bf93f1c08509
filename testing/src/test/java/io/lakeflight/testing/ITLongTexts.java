package io.lakeflight.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.flight.FlightRuntimeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that are long, deep or strange are read in bounded time, and harm nobody else. */
@OnSharedCluster
@Timeout(value = 90, unit = TimeUnit.SECONDS)
final class ITLongTexts {
    private static final int MOST = 4 << 20;

    private final TestingCluster cluster;
    private final TestingClient client;

    ITLongTexts(TestingCluster cluster) {
        this.cluster = cluster;
        this.client = cluster.client();
    }

    @AfterEach
    void othersAreServed() {
        client.close();
        assertThat(cluster.query("SELECT count(*) FROM lake.tpch.region WHERE r_regionkey >= 0")
                        .value())
                .isEqualTo(5L);
    }

    @Test
    void listOfAHundredThousandValues() {
        String list = IntStream.range(0, 100_000).mapToObj(Integer::toString).collect(Collectors.joining(", "));

        assertThat(client.query("SELECT n_name FROM lake.tpch.nation WHERE n_nationkey IN (" + list
                                + ") ORDER BY 1 OFFSET 24 ROWS FETCH NEXT 5 ROWS ONLY")
                        .column())
                .containsExactly("VIETNAM");
    }

    @Test
    void listOfTwentyThousandStringsInDoubleQuotes() {
        String list = IntStream.range(0, 20_000)
                .mapToObj(number -> "\"NATION'" + number + "\"")
                .collect(Collectors.joining(", "));
        client.update("SET lakeflight.dialect = spark");

        assertThat(client.query("SELECT n_nationkey FROM lake.tpch.nation WHERE n_name IN (" + list + ", \"PERU\")")
                        .column())
                .hasSize(1);
    }

    @Test
    void longestStringThereMayBe() {
        int length = MOST - 100;

        assertThat(client.query("SELECT length('" + "x".repeat(length) + "')").value())
                .isEqualTo(length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{fn ",
                "{",
                "}",
                "{d '2020-01-01'}, ",
                "\"\" ",
                "/*",
                "((",
                "CASE ",
                "-- x\n",
                ";",
                "{fn f(",
                "`"
            })
    void longestTextOfOnePiece(String piece) {
        client.update("SET lakeflight.dialect = spark");
        String text = "SELECT " + piece.repeat((MOST - 100) / piece.length());

        assertThatThrownBy(() -> client.query(text)).isInstanceOf(FlightRuntimeException.class);
    }

    @Test
    void nestedQueries() {
        String text = "SELECT * FROM (".repeat(200) + "SELECT 1 AS one" + ")".repeat(200);

        assertThat(client.query(text).rows()).containsExactly(List.of(1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        SELECT 1 AS one -- ; DROP TABLE lake.tpch.region | 1
        SELECT /* ; DROP TABLE lake.tpch.region */ 1 AS one | 1
        SELECT 1 AS one /* ; /* ; */ DROP TABLE lake.tpch.region; */ ; -- SELECT 2 | 1
        /* ; */ SELECT ';' AS one ;; | ;
        SELECT '{d /*' AS one, ' */ ; --' AS two | {d /*
        SELECT length('😀') AS one | 1
        SELECT 'Ω≈ç√' AS `größe 表` | Ω≈ç√
        SELECT max(`größe`) FROM (SELECT '表' AS `größe`) | 表
        """)
    void commentsHideStatements(String text, String first) {
        assertThat(client.query(text).rows().get(0).get(0)).hasToString(first);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        SELECT 1; SELECT 2 | line 1, column 11
        SELECT 1 /* ; */; /* x */ SELECT {fn user()} | line 1, column 27
        SELECT {d '2020-01-01'}; DROP TABLE lake.tpch.region | line 1, column 26
        """)
    void severalStatementsAreNotOne(String text, String position) {
        assertThatThrownBy(() -> client.query(text))
                .isInstanceOf(FlightRuntimeException.class)
                .hasMessageContaining("2 statements")
                .hasMessageContaining(position);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
        SELECT n_name FROM lake.tpch.nation a, lake.tpch.nation b | ambiguous
        SELECT a.n_name FROM lake.tpch.nation LIMIT 0 | `a`.`n_name`
        WITH c AS (SELECT * FROM c) SELECT count(*) FROM c | c
        SELECT min(nothing) FROM lake.tpch.nation | nothing
        """)
    void namesThatMeanNothingOrTwoThings(String text, String part) {
        assertThatThrownBy(() -> client.query(text))
                .isInstanceOf(FlightRuntimeException.class)
                .hasMessageContaining(part);
    }
}
