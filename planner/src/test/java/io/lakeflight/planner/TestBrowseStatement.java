package io.lakeflight.planner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestBrowseStatement {
    private static final Optional<String> ANY = Optional.empty();

    @Test
    void statementsAreUnderstood() {
        Map<String, BrowseStatement> statements = Map.ofEntries(
                Map.entry("SHOW CATALOGS", new BrowseStatement.Catalogs(ANY)),
                Map.entry("show catalogs like 'a*'", new BrowseStatement.Catalogs(Optional.of("a*"))),
                Map.entry("SHOW CURRENT DATABASE", new BrowseStatement.CurrentSchema()),
                Map.entry("SHOW SCHEMAS", new BrowseStatement.Schemas(List.of(), ANY)),
                Map.entry("SHOW NAMESPACES FROM a.`b c`;", new BrowseStatement.Schemas(List.of("a", "b c"), ANY)),
                Map.entry("SHOW TABLES", new BrowseStatement.Tables(List.of(), ANY)),
                Map.entry("SHOW TABLES 'x'", new BrowseStatement.Tables(List.of(), Optional.of("x"))),
                Map.entry(
                        "/* ; */ SHOW -- all\n TABLES IN \"A\" LIKE 'x|y' ;;",
                        new BrowseStatement.Tables(List.of("A"), Optional.of("x|y"))),
                Map.entry("SHOW VIEWS IN a", new BrowseStatement.Views(List.of("a"), ANY)),
                Map.entry("SHOW COLUMNS IN a.b.c", new BrowseStatement.Columns(List.of("a", "b", "c"))),
                Map.entry("DESC t", new BrowseStatement.Describe(List.of("t"))),
                Map.entry("DESCRIBE TABLE `1`.x2", new BrowseStatement.Describe(List.of("1", "x2"))),
                Map.entry("DESCRIBE `function`", new BrowseStatement.Describe(List.of("function"))),
                Map.entry("DESCRIBE a b", new BrowseStatement.DescribeColumn(List.of("a"), List.of("b"))),
                Map.entry("DESC EXTENDED a.b", new BrowseStatement.DescribeExtended(List.of("a", "b"))),
                Map.entry("DESC TABLE FORMATTED a", new BrowseStatement.DescribeExtended(List.of("a"))),
                Map.entry("DESCRIBE SCHEMA a", new BrowseStatement.DescribeSchema(List.of("a"), false)),
                Map.entry("DESC DATABASE EXTENDED a", new BrowseStatement.DescribeSchema(List.of("a"), true)),
                Map.entry("SHOW CREATE TABLE a", new BrowseStatement.Definition(List.of("a"))),
                Map.entry("SHOW TBLPROPERTIES a", new BrowseStatement.Properties(List.of("a"), Optional.empty())),
                Map.entry(
                        "SHOW TBLPROPERTIES a ('k')", new BrowseStatement.Properties(List.of("a"), Optional.of("k"))));

        statements.forEach(
                (text, statement) -> assertThat(BrowseStatement.parse(text)).hasValue(statement));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SHOW",
                "SHOW TABLE",
                "SHOW TABLES IN",
                "SHOW TABLES LIKE",
                "SHOW TABLES LIKE;",
                "SHOW TABLES IN a LIKE x",
                "SHOW TABLES IN a.",
                "SHOW TABLES IN .a",
                "SHOW TABLES IN a b",
                "SHOW TABLES LIKE 'a' LIKE 'b'",
                "SHOW TABLES LIKE 'it''s'",
                "SHOW TABLES LIKE 'a' 'b'",
                "SHOW TABLES LIKE 'a\\*'",
                "SHOW TABLES IN `a``b`",
                "SHOW TABLES IN 'a'",
                "SHOW TABLES IN 12",
                "SHOW TABLES IN 1e5",
                "DESCRIBE größe",
                "SHOW TABLES /* never closed",
                "SHOW TABLES IN ?",
                "SHOW TABLES IN `open",
                "SHOW TABLES; SHOW TABLES",
                "SHOW TABLES; SELECT 1",
                "SHOW TABLE EXTENDED LIKE 'a'",
                "SHOW COLUMNS a",
                "SHOW COLUMNS IN a IN b",
                "SHOW FUNCTIONS",
                "SHOW PARTITIONS a",
                "DESCRIBE",
                "DESCRIBE EXTENDED a b",
                "DESCRIBE EXTENDED",
                "SHOW CREATE TABLE a AS SERDE",
                "SHOW TBLPROPERTIES a (k)",
                "SHOW TBLPROPERTIES a ('k'",
                "DESCRIBE a PARTITION (b = 1)",
                "DESCRIBE a AS JSON",
                "DESCRIBE SELECT",
                "DESCRIBE QUERY a",
                "DESCRIBE a.b VERSION AS OF 1",
                "EXPLAIN SHOW TABLES",
                "SELECT 1",
            })
    void otherStatementsAreLeftToTheEngine(String text) {
        assertThat(BrowseStatement.parse(text)).isEmpty();
    }
}
