package io.lakeflight.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.planner.simple.SimpleQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.flight.FlightRuntimeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Constants that the server computes are what Spark computes of them: value, type, nullability and name. */
@OnSharedCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ITConstants {
    private static final int QUERIES = 120;
    private static final int EXPRESSIONS = 12;
    private static final int MISTAKES = 300;

    private static final List<String> QUERIES_TO_SPOIL = List.of(
            "SELECT 1 , 'a' AS x",
            "SELECT 1 + 2 * 3 AS n , upper ( 'a' ) WHERE 1 = 1 LIMIT 1",
            "VALUES ( 1 , 'a' )",
            "VALUES ( 1 , 'a' ) , ( 2 , 'b' )",
            "VALUES 1 , 2 , ( 3 )",
            "SELECT version ( ) AS v",
            "SELECT n_name , n_regionkey AS r FROM nation WHERE 1 = 0",
            "SELECT n . n_name , n . * FROM lake . tpch . nation AS n LIMIT 0",
            "SELECT * FROM ( SELECT * FROM nation ) q LIMIT 0",
            "SELECT count ( * ) , min ( n_nationkey ) AS m , count ( n . n_name ) FROM nation n",
            "SELECT CASE WHEN 1 > 2 THEN 'a' ELSE 'b' END , NOT true AND false , - 1",
            "SELECT substring ( 'hello' , 2 , 3 ) || 'x' , coalesce ( 1 , 2 ) , CAST ( 1 AS STRING )",
            "SELECT current_catalog ( ) , user ( ) AS u , current_schema ( ) , current_user",
            "SELECT NULL AS x , DATE '2020-01-31' , TIMESTAMP '2020-01-31 10:00:00' AS t , 1.5 * 2.25",
            "SELECT CAST ( NULL AS DECIMAL ( 5 , 2 ) ) , CAST ( '2020-01-31' AS DATE ) , CAST ( 1.5 AS DECIMAL ( 4 , 2 ) )");

    private static final String[] PIECES = {
        "SELECT",
        "FROM",
        "WHERE",
        "LIMIT",
        "AS",
        "VALUES",
        "DISTINCT",
        "ALL",
        "CASE",
        "WHEN",
        "THEN",
        "ELSE",
        "END",
        "NOT",
        "AND",
        "OR",
        "IS",
        "NULL",
        "IN",
        "DIV",
        "left",
        "user",
        "stream",
        "interval",
        "date",
        "timestamp",
        "count",
        "min",
        "max",
        "sum",
        "upper",
        "nation",
        "region",
        "n_name",
        "N_NAME",
        "n_comment",
        "n",
        "q",
        "x",
        "2x",
        "1e",
        "`n_name`",
        "\"n_name\"",
        "\"a b\"",
        "'a'",
        "'1'",
        "r'a'",
        "''",
        "0",
        "1",
        "2",
        "1.5",
        "1.",
        ".5",
        "00",
        "1L",
        "2147483647",
        "(",
        ")",
        ",",
        ".",
        "*",
        "+",
        "-",
        "/",
        "%",
        "=",
        "<>",
        "!=",
        "<",
        ">",
        "||",
        ";",
        "--",
        "/* c */",
        "/*+ h */",
        "::",
        "?",
        "{",
        "}",
        "[",
        "]",
        "'2020-01-31'",
        "DECIMAL",
        "TABLE",
        "OFFSET",
        "ORDER BY 1",
        "GROUP BY ALL",
        "COLLATE UTF8_LCASE",
        "OVER ()"
    };

    private final TestingCluster cluster;
    private final TestingClient front;
    private final TestingClient engine;
    /** A seed of its own for each run would make failures that nobody can repeat. */
    private final Random random = new Random(20_261_128);

    ITConstants(TestingCluster cluster) {
        this.cluster = cluster;
        this.front = cluster.client();
        this.engine = cluster.client();
    }

    @BeforeAll
    void sendToTheEngine() {
        engine.update("DECLARE VARIABLE kept INT");
        engine.update("USE lake.tpch");
        front.update("USE lake.tpch");
    }

    @AfterAll
    void close() {
        front.close();
        engine.close();
    }

    @Test
    void randomConstantsAreSparks() {
        for (int query = 0; query < QUERIES; query++) {
            List<String> expressions = new ArrayList<>();
            while (expressions.size() < EXPRESSIONS) {
                String expression = expression(3);
                if (SimpleQuery.parse("SELECT " + expression).isPresent()) {
                    expressions.add(expression);
                }
            }
            requireSame("SELECT " + String.join(", ", expressions));
        }
    }

    @Test
    void rowsOfValuesAreSparks() {
        requireSame("VALUES (1)");
        requireSame("VALUES 'a'");
        requireSame("VALUES (1, 'a', true, 1.50, 3000000000, 1 + 1)");
        requireSame("VALUES (1, 'a'), (2, 'b')");
        requireSame("VALUES 3, 1, (2), 1");
        requireSame("VALUES (DATE '2020-01-31', 1.50, true), (DATE '1969-12-31', 9.99, 1 = 2);");
    }

    /** Of several rows those whose values are of the same types are computed, of some random ones. */
    @Test
    void randomRowsOfValuesAreSparks() {
        for (int read = 0; read < QUERIES / 4; ) {
            List<String> rows = new ArrayList<>();
            for (int count = 2 + random.nextInt(6); count > 0; count--) {
                rows.add("(%s, %s, %s, %s)".formatted(number(1), text(1), flag(1), pick("1.5", "-0.2", "22.01", "3")));
            }
            String query = "VALUES " + String.join(", ", rows);
            if (SimpleQuery.parse(query).isPresent()) {
                requireSame(query);
                read++;
            }
        }
    }

    @Test
    void versionIsSparks() {
        requireSame("SELECT version()");
        requireSame("SELECT VERSION() AS v, upper(version()), version() || '!'");
    }

    @Test
    void literalsAreSparks() {
        requireSame(
                "SELECT '', ' a', 'a ', 'ü', 'a\"b`c', '--', 'a\nb', '/*', 0, 00, 007, 2147483648, -2147483648, 0.5,"
                        + " 0.00, 00.05, 123456.654321, -0.10, TRUE, False, - 1");
        requireSame(
                "SELECT NULL, null AS x, (NULL), current_user, USER, session_user, user AS s,"
                        + " CASE WHEN true THEN 1 END, CASE WHEN 1 = 1 THEN 1 WHEN (TRUE) THEN 2 END, CASE WHEN 1 = 1 THEN 1 END");
        requireSame("SELECT DATE '2020-01-31', date'1600-02-29', DATE '9999-12-31' AS d,"
                + " TIMESTAMP '2020-01-31 10:00:00', timestamp'1969-12-31 23:59:59.999999',"
                + " TIMESTAMP '2020-01-31 00:00:10.120', TIMESTAMP '2020-01-31 20:00:00.000'");
        requireSame("SELECT CAST(NULL AS INT), CAST(null AS string), CAST(NULL AS DECIMAL(10,2)), CAST(NULL AS DATE),"
                + " CAST(NULL AS timestamp), CAST(NULL AS BOOLEAN), CAST(NULL AS DOUBLE), CAST(NULL AS bigint),"
                + " CAST(NULL AS VARCHAR(3))");
        requireSame("SELECT CAST('2020-02-29' AS DATE), CAST('2020-02-29 01:02:03.5' AS TIMESTAMP),"
                + " CAST('-12' AS INT), CAST('007' AS BIGINT), CAST(7 AS VARCHAR(3)), CAST('abc' AS varchar(3)),"
                + " CAST(true AS BOOLEAN), CAST(DATE '2020-01-01' AS DATE), CAST(1.50 AS DECIMAL(38,4))");
    }

    @Test
    void constantsAreSparksWhateverElseASessionHasSet() {
        try (TestingClient session = cluster.client()) {
            session.update("SET spark.sql.shuffle.partitions = 3");
            session.update("SET hive.exec.parallel = true");

            assertThat(session.query("SELECT DATE '2020-01-31', 1.5 + 1.25").rows())
                    .isEqualTo(
                            engine.query("SELECT DATE '2020-01-31', 1.5 + 1.25").rows());
        }
    }

    /** Texts that are almost such queries: what the server reads of them, it reads as Spark does. */
    @Test
    void textsWithMistakesAreSparks() {
        for (int read = 0; read < MISTAKES; ) {
            String query = mistaken(QUERIES_TO_SPOIL.get(random.nextInt(QUERIES_TO_SPOIL.size())));
            if (SimpleQuery.parse(query).isPresent()) {
                assertThat(outcome(front, query)).as(query).isEqualTo(outcome(engine, query));
                read++;
            }
        }
    }

    private String mistaken(String query) {
        List<String> tokens = new ArrayList<>(List.of(query.split(" ")));
        for (int mistakes = 1 + random.nextInt(3); mistakes > 0; mistakes--) {
            int place = random.nextInt(tokens.size());
            switch (random.nextInt(3)) {
                case 0 -> tokens.set(place, pick(PIECES));
                case 1 -> tokens.add(place, pick(PIECES));
                default -> tokens.set(place, "");
            }
        }
        StringBuilder text = new StringBuilder();
        for (String token : tokens) {
            text.append(token).append(random.nextInt(8) == 0 ? "" : " ");
        }
        return text.toString();
    }

    /** Schema and rows, or that it failed. */
    private static String outcome(TestingClient client, String query) {
        try {
            Rows rows = client.query(query);
            return rows.schema().toJson() + Rows.texts(rows.rows());
        } catch (FlightRuntimeException e) {
            return "failed";
        }
    }

    private void requireSame(String query) {
        assertThat(SimpleQuery.parse(query)).as(query).isPresent();
        Rows expected = engine.query(query);
        Rows actual = front.query(query);

        assertThat(actual.schema().toJson())
                .as(query)
                .isEqualTo(expected.schema().toJson());
        assertThat(actual.rows()).as(query).isEqualTo(expected.rows());
    }

    private String expression(int depth) {
        return switch (random.nextInt(6)) {
            case 0 -> number(depth);
            case 1 -> flag(depth);
            case 2 -> decimal(depth);
            case 3 -> time(depth);
            default -> text(depth);
        };
    }

    private String number(int depth) {
        int choice = depth == 0 ? random.nextInt(2) : random.nextInt(16);
        return switch (choice) {
            case 0 -> pick("0", "1", "2", "7", "-1", "-13", "100", "2147483647", "-2147483648", "- 5");
            case 1 -> pick("3000000000", "-3000000000", "46341", "12", "3", "-2");
            case 2, 3, 4 ->
                number(depth - 1) + pick(" + ", "-", " - ", "*", " * ", "/", " % ", " DIV ") + number(depth - 1);
            case 5 -> "(" + number(depth - 1) + ")";
            case 6, 7 -> pick("length", "LEN", "char_length", "character_length") + "(" + text(depth - 1) + ")";
            case 8 -> "abs(" + number(depth - 1) + ")";
            case 9 -> pick("greatest", "least", "coalesce") + "(" + number(depth - 1) + ", " + number(depth - 1) + ")";
            case 10 -> "CAST(" + number(depth - 1) + " AS " + pick("BIGINT", "int") + ")";
            default -> choice(depth, number(depth - 1), number(depth - 1));
        };
    }

    private String decimal(int depth) {
        int choice = depth == 0 ? 0 : random.nextInt(5);
        return switch (choice) {
            case 0 -> pick("0.5", "1.50", "-2.25", "100.001", "0.00", "123456789.123456", "- 7.1");
            case 1, 2 -> decimal(depth - 1) + pick(" + ", " - ", " * ", "*") + decimal(depth - 1);
            case 3 -> "(" + decimal(depth - 1) + ")";
            default ->
                "CAST(" + decimal(depth - 1) + " AS DECIMAL(" + pick("38,10", "20, 6", "4,2", "10", "38,38") + "))";
        };
    }

    private String time(int depth) {
        boolean isDate = random.nextBoolean();
        String day = pick("2020-02-29", "1969-12-31", "1600-01-01", "2023-02-29", "2020-1-1", "9999-12-31");
        String text = isDate ? day : day + pick(" 00:00:00", " 23:59:59.999999", " 10:20:30.100", " 1:2:3");
        String type = isDate ? "DATE" : pick("TIMESTAMP", "timestamp");
        return switch (random.nextInt(depth == 0 ? 2 : 3)) {
            case 0 -> type + " '" + text + "'";
            case 1 -> "CAST('" + text + "' AS " + type + ")";
            default ->
                choice(depth, type + " '" + text + "'", type + (isDate ? " '2020-01-01'" : " '2020-01-01 00:00:00'"));
        };
    }

    private String flag(int depth) {
        if (depth == 0) {
            return pick("true", "FALSE");
        }
        String operator = pick(" = ", "<", " > ", "<=", " >= ", " <> ", "!=", " == ");
        return switch (random.nextInt(8)) {
            case 0 -> "NOT " + flag(depth - 1);
            case 1 -> flag(depth - 1) + " AND " + flag(depth - 1);
            case 2 -> flag(depth - 1) + " or " + flag(depth - 1);
            case 3 -> "(" + flag(depth - 1) + ")";
            case 4 -> number(depth - 1) + operator + number(depth - 1);
            case 5, 6 -> text(depth - 1) + operator + text(depth - 1);
            default -> choice(depth, flag(depth - 1), flag(depth - 1));
        };
    }

    private String text(int depth) {
        int choice = depth == 0 ? 0 : random.nextInt(12);
        return switch (choice) {
            case 0 ->
                pick("''", "'a'", "'B'", "' a '", "'Hello World'", "'ab'", "'é'", "'ß'", "'1'", "'\uffee'", "'\ta '");
            case 1 ->
                pick("upper", "lower", "UCASE", "lcase", "trim", "ltrim", "rtrim", "reverse") + "(" + text(depth - 1)
                        + ")";
            case 2, 3 -> "concat(" + text(depth - 1) + ", " + text(depth - 1) + ")";
            case 4, 5 -> text(depth - 1) + " || " + text(depth - 1);
            case 6 -> pick("substring", "SUBSTR") + "(" + text(depth - 1) + ", " + number(1) + ")";
            case 7 -> "substring(" + text(depth - 1) + ", " + number(1) + ", " + number(1) + ")";
            case 8 -> "CAST(" + expression(depth - 1) + " AS STRING)";
            case 9 -> pick("greatest", "least", "coalesce") + "(" + text(depth - 1) + ", " + text(depth - 1) + ")";
            default -> choice(depth, text(depth - 1), text(depth - 1));
        };
    }

    private String choice(int depth, String one, String other) {
        String condition = flag(depth - 1);
        return switch (random.nextInt(5)) {
            case 0 -> "CASE WHEN " + condition + " THEN " + one + " END";
            case 1 -> "CASE WHEN " + condition + " THEN " + one + " ELSE " + other + " END";
            case 2 -> "if(" + condition + ", " + one + ", " + other + ")";
            case 3 -> pick("nvl", "IFNULL") + "(" + one + ", " + other + ")";
            default -> "nullif(" + one + ", " + other + ")";
        };
    }

    private String pick(String... texts) {
        return texts[random.nextInt(texts.length)];
    }
}
