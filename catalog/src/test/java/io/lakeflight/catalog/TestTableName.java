package io.lakeflight.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestTableName {
    @Test
    void partsAreQuotedWhereAStatementNeedsIt() {
        assertThat(new TableName("lake", "sales_2", "orders").sql()).isEqualTo("lake.sales_2.orders");
        assertThat(new TableName("lake", "a.b", "it`s 1").sql()).isEqualTo("lake.a.b.`it``s 1`");
        assertThat(new TableName("lake", List.of("we.ird"), "t").sql()).isEqualTo("lake.`we.ird`.t");
        assertThat(new TableName("my-lake", "1st", "表").sql()).isEqualTo("`my-lake`.`1st`.`表`");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "lake.s.t | lake.s.t",
                "lake.a.b.my table | lake.a.b.my table",
                "lake.`we.ird`.`t.x` | lake.`we.ird`.`t.x`",
                "lake.\"we.ird\".\"t.x\" | lake.`we.ird`.`t.x`",
                "`lake`.a.\"b\".`t` | lake.a.b.t",
                "lake.s.`it``s \"1.0\"` | lake.s.`it``s \"1.0\"`",
                "lake.s.\"a \"\"b`\" | lake.s.a \"b`",
                "lake.s.```` | lake.s.````",
                "lake.s.it`s | lake.s.it`s",
            })
    void partsAreParsedAsTheyArePrinted(String text, String printed) {
        TableName name = TableName.parse(text);

        assertThat(name).hasToString(printed);
        assertThat(TableName.parse(name.toString())).isEqualTo(name);
    }

    @Test
    void dotWithinALevelIsNotOneBetweenLevels() {
        TableName dotted = TableName.parse("lake.`a.b`.t");

        assertThat(dotted).isNotEqualTo(TableName.parse("lake.a.b.t")).isNotEqualTo(new TableName("lake", "a.b", "t"));
        assertThat(dotted.schema()).isEqualTo("a.b");
        assertThat(dotted.identifier()).isEqualTo(TableIdentifier.of(Namespace.of("a.b"), "t"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "t", "s.t", "lake..t", "lake.s.", ".s.t", "lake.s.`t", "lake.`s`x.t", "lake.``.t", "`"})
    void whatNamesNoTableIsRefused(String text) {
        assertThatThrownBy(() -> TableName.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\" names no table (expected: catalog.schema.table");
    }
}
