package io.lakeflight.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What benchmarks ask of Spark besides rows. */
@OnSharedCluster
class ITBareSpark {
    private static final List<String> STATEMENTS = Collections.nCopies(20, "SELECT count(*) FROM range(1000000)");

    private final BareSpark spark;

    ITBareSpark(BareSpark spark) {
        this.spark = spark;
    }

    @Test
    void burstHasTheRowsOfAllItsStatements() {
        BareSpark.Timing timing = spark.burst(4, null, "tpch", STATEMENTS);

        assertThat(timing.count()).isEqualTo(20);
        assertThat(timing.each()).hasSize(20);
    }

    @Test
    void burstFailsIfItsHeavyStatementDoes() {
        assertThatThrownBy(() -> spark.burst(1, "SELECT * FROM nothing", "tpch", STATEMENTS))
                .hasMessageContaining("the heavy statement failed")
                .hasMessageContaining("nothing");
    }
}
