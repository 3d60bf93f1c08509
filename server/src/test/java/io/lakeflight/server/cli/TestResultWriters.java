package io.lakeflight.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** Results come from SQLite, which is a JDBC driver as good as any for this. */
class TestResultWriters {
    @Test
    void tableIsAlignedWithNumbersToTheRight() throws SQLException, IOException {
        assertThat(print(ResultFormat.TABLE, "SELECT 1 AS number, 'a' AS text UNION ALL SELECT 1000000, 'longer'"))
                .isEqualTo("""
                          number | text
                        ---------+--------
                               1 | a
                         1000000 | longer
                        (2 rows)
                        """);
    }

    @Test
    void tableShowsNullAndTellsItFromEmpty() throws SQLException, IOException {
        assertThat(print(ResultFormat.TABLE, "SELECT '' AS a, 'x' AS b UNION ALL SELECT NULL, 'y'"))
                .isEqualTo("""
                 a    | b
                ------+---
                      | x
                 NULL | y
                (2 rows)
                """);
    }

    @Test
    void tableCountsOneRow() throws SQLException, IOException {
        assertThat(print(ResultFormat.TABLE, "SELECT 'x' AS a")).endsWith("(1 row)\n");
    }

    @Test
    void tableWithoutRowsHasAHeader() throws SQLException, IOException {
        assertThat(print(ResultFormat.TABLE, "SELECT 'x' AS a WHERE 1 = 0")).isEqualTo("""
                 a
                ---
                (0 rows)
                """);
    }

    @Test
    void tableMeasuresColumnsOfTheTerminal() throws SQLException, IOException {
        assertThat(print(
                        ResultFormat.TABLE,
                        "SELECT '湖' AS a, 1 AS b UNION ALL SELECT 'e\u0301', 2 UNION ALL SELECT 'abc', 3"))
                .isEqualTo(" a   | b\n-----+---\n 湖  | 1\n e\u0301   | 2\n abc | 3\n(3 rows)\n");
    }

    @Test
    void tableEscapesControlCharacters() throws SQLException, IOException {
        assertThat(print(ResultFormat.TABLE, "SELECT 'a' || char(10) || 'b' || char(27) || '[2J' AS a"))
                .contains(" a\\nb\\u001b[2J\n");
    }

    @Test
    void tableWritesRowsBeyondTheMeasuredOnes() throws SQLException, IOException {
        String table = print(ResultFormat.TABLE, """
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500) SELECT i FROM n""");

        assertThat(table.lines()).hasSize(2503);
        assertThat(table).contains("\n 1000\n 1001\n").endsWith("\n 2500\n(2500 rows)\n");
    }

    @Test
    void csvQuotesOnlyWhereNeeded() throws SQLException, IOException {
        assertThat(print(
                        ResultFormat.CSV,
                        "SELECT 'a,b' AS \"x,y\", 'say \"hi\"' AS q, 1.5 AS n, NULL AS missing, '' AS empty"))
                .isEqualTo("\"x,y\",q,n,missing,empty\r\n\"a,b\",\"say \"\"hi\"\"\",1.5,,\"\"\r\n");
        assertThat(print(ResultFormat.CSV, "SELECT 'a' || char(10) || 'b' AS a"))
                .isEqualTo("a\r\n\"a\nb\"\r\n");
    }

    @Test
    void csvSeparatesResultsByAnEmptyLine() throws SQLException, IOException {
        assertThat(print(ResultFormat.CSV, "SELECT 1 AS a", "SELECT 2 AS b")).isEqualTo("a\r\n1\r\n\r\nb\r\n2\r\n");
    }

    @Test
    void jsonIsAnArrayOfObjects() throws SQLException, IOException {
        assertThat(print(
                        ResultFormat.JSON,
                        "SELECT 9007199254740993 AS n, 'a\"é' AS s, NULL AS x UNION ALL SELECT 2, '', 3"))
                .isEqualTo("""
                        [{"n":9007199254740993,"s":"a\\"é","x":null},
                        {"n":2,"s":"","x":3}]
                        """);
        assertThat(print(ResultFormat.JSON, "SELECT 1 AS a WHERE 1 = 0")).isEqualTo("[]\n");
    }

    @Test
    void affectedRowsArePrintedWhereTheyDoNotDisturb() throws IOException {
        for (ResultFormat format : ResultFormat.values()) {
            StringWriter out = new StringWriter();
            StringWriter messages = new StringWriter();

            format.writer(out, new PrintWriter(messages)).affected(1);
            format.writer(out, new PrintWriter(messages)).affected(2);

            String expected = "1 row affected\n2 rows affected\n";
            assertThat(out).hasToString(format == ResultFormat.TABLE ? expected : "");
            assertThat(messages).hasToString(format == ResultFormat.TABLE ? "" : expected);
        }
    }

    private static String print(ResultFormat format, String... queries) throws SQLException, IOException {
        StringWriter out = new StringWriter();
        ResultWriter writer = format.writer(out, new PrintWriter(out));
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statement statement = connection.createStatement()) {
            for (String query : queries) {
                try (ResultSet rows = statement.executeQuery(query)) {
                    writer.rows(rows);
                }
            }
        }
        return out.toString();
    }
}
