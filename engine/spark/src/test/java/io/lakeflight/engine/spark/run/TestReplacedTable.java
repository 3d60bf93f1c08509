package io.lakeflight.engine.spark.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.engine.protocol.EngineError;
import io.lakeflight.engine.protocol.ErrorCategory;
import io.lakeflight.engine.protocol.TableName;
import io.lakeflight.engine.spark.error.EngineErrors;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestReplacedTable {
    private static final TableName TABLE = TableName.newBuilder()
            .setCatalog("lake")
            .addNamespace("s")
            .setName("t")
            .build();

    @Test
    void tableThatIsAnotherOneNowIsAConflict() {
        Exception failure = new IllegalStateException(
                "Write failed", new IllegalStateException("Table UUID does not match: current=a != refreshed=b"));

        EngineError error = EngineErrors.describe(ReplacedTable.named(List.of(TABLE, TABLE), failure), "");

        assertThat(error.getCategory()).isEqualTo(ErrorCategory.RESOURCES);
        assertThat(error.getSqlState()).isEqualTo("40001");
        assertThat(error.getMessage())
                .isEqualTo("Table lake.s.t was dropped and made again while the statement was at work");
    }

    @Test
    void otherFailuresStayAsTheyAre() {
        Exception failure = new IllegalStateException("bug");

        assertThat(ReplacedTable.named(List.of(TABLE), failure)).isSameAs(failure);
    }
}
