package io.lakeflight.engine.spark.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TestStatementPools {
    private final StatementPools pools = new StatementPools(2, () -> 0);

    @Test
    void poolIsUsedAgain() {
        String first = pools.take();
        assertThat(pools.take()).isNotEqualTo(first);

        pools.free(first);

        assertThat(pools.take()).isEqualTo(first);
    }

    @Test
    void poolWhoseTasksOutlastTheirStatementIsNotUsedAgain() {
        String deaf = pools.take();
        StatementPools.StatementPool pool = pools.statements().get(0);
        pool.increaseRunningTasks(1);
        pools.free(deaf);

        String next = pools.take();
        assertThat(next).isNotEqualTo(deaf);

        pool.decreaseRunningTasks(1);
        assertThat(pools.take()).isEqualTo(deaf);
    }
}
