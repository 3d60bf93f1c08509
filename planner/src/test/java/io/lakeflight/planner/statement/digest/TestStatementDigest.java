package io.lakeflight.planner.statement.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.planner.statement.StatementReader;
import io.lakeflight.planner.statement.words.SparkFunctions;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.calcite.sql.parser.SqlAbstractParserImpl;
import org.apache.calcite.sql.parser.babel.SqlBabelParserImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestStatementDigest {
    /** Words whose letter case means nothing begin with {@code ~}; behind each word blanks may be more. */
    private static final List<String> QUERIES = List.of(
            "~select a , b ~from lake.s.t ~where ~c = 1 ~and ~d >= 'X'",
            "~select ~distinct ~sum ( a ) , ~b ~as n ~from t ~group ~by b ~order ~by ~n ~desc ~limit 10",
            "~select ~upper ( ~x . a ) ~as u , ~count ( * ) ~from t x ~join u y ~on ~x . a = ~y . b ~where ~y . c ~in"
                    + " ( 1 , 2 )",
            "~with c ~as ( ~select a ~from t ~where ~b ~is ~not ~null ) ~select c . a ~from c ~union all ~select 1.5e3",
            "~select ~case ~when a = 1 ~then 'One' else 2L end , ~cast ( b ~as ~decimal ( 10 , 2 ) ) ~from t",
            "~select a ~from ( ~select ~struct ( B ) ~as a ~from t ) ~where ~a . b > -1",
            "~select ~rank ( ) ~over ( ~partition ~by a ~order ~by b ) ~from t ~where ~year ( ~d ) = 2024",
            "~select * ~from t ~cross ~join u ~left ~join v ~using ( K ) ~having ~a <> 1");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "SELECT a FROM t|select  a\tFROM t",
                "SELECT a FROM t|SELECT /* x */ a -- y",
                "SELECT a FROM t|SELECT `a` FROM \"t\"",
                "SELECT a FROM t WHERE b=1|SELECT a FROM t WHERE `B` = 1",
                "SELECT COUNT(*) FROM t|SELECT count( * ) FROM t",
                "SELECT sum(A) AS s FROM t|SELECT SUM(a) AS s FROM t",
                "SELECT CAST(a AS INT) FROM t|SELECT cast(a AS int) FROM t",
                "SELECT a . b FROM t|SELECT a.b FROM t",
                "SELECT DATE'2024-01-01'|SELECT DATE '2024-01-01'"
            })
    void whatMeansTheSame(String one, String other) {
        assertThat(digest(one)).isEqualTo(digest(other.endsWith("y") ? other + "\nFROM t" : other));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "SELECT a FROM t|SELECT A FROM t",
                "SELECT a FROM t|SELECT a AS a FROM t",
                "SELECT a AS b FROM t|SELECT a AS B FROM t",
                "SELECT a FROM t|SELECT a FROM T",
                "SELECT a, b FROM t|SELECT b, a FROM t",
                "SELECT sum(A) FROM t|SELECT sum(a) FROM t",
                "SELECT struct(A) AS s FROM t|SELECT struct(a) AS s FROM t",
                "SELECT (A, b) AS s FROM t|SELECT (a, b) AS s FROM t",
                "SELECT * FROM (SELECT A FROM t)|SELECT * FROM (SELECT a FROM t)",
                "SELECT * FROM t x (A)|SELECT * FROM t x (a)",
                "SELECT * FROM t JOIN u USING (A)|SELECT * FROM t JOIN u USING (a)",
                "SELECT a FROM t WHERE to_json(struct(B)) = 'x'|SELECT a FROM t WHERE to_json(struct(b)) = 'x'",
                "SELECT CAST(a AS struct<From: int>) AS b FROM t|SELECT CAST(a AS struct<from: int>) AS b FROM t",
                "SELECT a FROM t WHERE m.Key = 1|SELECT a FROM t WHERE m.key = 1",
                "SELECT m.Key AS k FROM t|SELECT m.key AS k FROM t",
                "SELECT END FROM t|SELECT end FROM t",
                "SELECT AS FROM t|SELECT as FROM t",
                "SELECT t.FROM FROM t|SELECT t.from FROM t",
                "SELECT 1|SELECT 1L",
                "SELECT 1|SELECT 1.0",
                "SELECT 1e0|SELECT 1E0",
                "SELECT 1|SELECT '1'",
                "SELECT 'a'|SELECT 'A'",
                "SELECT 'a b'|SELECT 'a  b'",
                "SELECT 'a''b'|SELECT 'a' 'b'",
                "SELECT '-- a'|SELECT '-- b'",
                "SELECT a FROM t semi JOIN u ON true|SELECT a FROM t `semi` JOIN u ON true",
                "SELECT current_date|SELECT `current_date`",
                "SELECT a >= 1 FROM t|SELECT a > = 1 FROM t",
                "SELECT X'1F'|SELECT '1F'",
                "SELECT a FROM t|SELECT a FROM t LIMIT 1",
                "SELECT a FROM t WHERE b = 1 AND c = 2|SELECT a FROM t WHERE b = 1 OR c = 2",
                "SET x = a  b|SET x = a b",
                "what  is this|what is That"
            })
    void whatDoesNotMeanTheSame(String one, String other) {
        assertThat(digest(one)).isNotEqualTo(digest(other));
    }

    @ParameterizedTest
    @ValueSource(strings = {"FROM t SELECT a", "FROM t   SELECT  a /* b */"})
    void blanksOfTextsThatCalciteDoesNotReadDoNotCount(String sql) {
        assertThat(digest(sql)).isEqualTo(digest("FROM t SELECT a"));
    }

    @Property(tries = 400)
    void anotherWayToWriteTheSameHasTheSameDigest(@ForAll("queries") String query, @ForAll Random random) {
        String written = written(query, random);

        assertThat(StatementReader.read(written).opaque()).as(written).isEmpty();
        assertThat(digest(written)).as(written).isEqualTo(digest(query.replace("~", "")));
    }

    @Property(tries = 400)
    void whatIsWrittenOtherwiseHasAnotherDigest(@ForAll("queries") String query, @ForAll Random random) {
        List<String> words = new ArrayList<>(List.of(query.split(" ")));
        int index = random.nextInt(words.size());
        String word = words.get(index);
        switch (random.nextInt(3)) {
            case 0 -> words.remove(index);
            case 1 -> words.set(index, word.startsWith("~") ? word + "x" : flipped(word) + (isCased(word) ? "" : "1"));
            default -> Collections.swap(words, index, (index + 1) % words.size());
        }
        String changed = String.join(" ", words);

        if (!changed.equals(query)) {
            assertThat(digest(written(changed, random))).as(changed).isNotEqualTo(digest(query.replace("~", "")));
        }
    }

    @Provide
    Arbitrary<String> queries() {
        return Arbitraries.of(QUERIES);
    }

    @Test
    void wordsTakenForKeywordsAreNeverNamesToCalcite() {
        SqlAbstractParserImpl.Metadata grammar =
                SqlBabelParserImpl.FACTORY.getParser(new StringReader("")).getMetadata();

        assertThat(LetterCase.RESERVED)
                .allMatch(word -> grammar.isReservedWord(word.toUpperCase(Locale.ROOT)))
                .allMatch(SparkFunctions::isKeyword);
    }

    private static String written(String query, Random random) {
        StringBuilder text = new StringBuilder();
        for (String word : query.split(" ")) {
            boolean isFree = word.startsWith("~");
            String plain = isFree ? word.substring(1) : word;
            text.append(isFree ? anyCase(plain, random) : plain);
            text.append(List.of(" ", "\n ", "\t", " /* a 'b */ ", " -- ( \n").get(random.nextInt(5)));
        }
        return text.toString().strip();
    }

    private static String anyCase(String word, Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            text.append(random.nextBoolean() ? Character.toUpperCase(c) : Character.toLowerCase(c));
        }
        return text.toString();
    }

    private static boolean isCased(String word) {
        return !flipped(word).equals(word);
    }

    private static String flipped(String word) {
        String upper = word.toUpperCase(Locale.ROOT);
        return upper.equals(word) ? word.toLowerCase(Locale.ROOT) : upper;
    }

    private static String digest(String sql) {
        return StatementReader.read(sql).digest();
    }
}
