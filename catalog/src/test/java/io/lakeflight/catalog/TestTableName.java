package io.lakeflight.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TestTableName {
    @Test
    void partsAreQuotedWhereAStatementNeedsIt() {
        assertThat(new TableName("lake", "sales_2", "orders").sql()).isEqualTo("lake.sales_2.orders");
        assertThat(new TableName("lake", "a.b", "it`s 1").sql()).isEqualTo("lake.a.b.`it``s 1`");
        assertThat(new TableName("my-lake", "1st", "表").sql()).isEqualTo("`my-lake`.`1st`.`表`");
    }
}
