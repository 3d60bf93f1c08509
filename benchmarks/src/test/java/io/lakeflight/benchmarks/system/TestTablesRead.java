package io.lakeflight.benchmarks.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TestTablesRead {
    @Test
    void namesAndPlansAreTheSameTables() {
        String plan = """
            == Analyzed Logical Plan ==
            Join Inner, (a#1L = b#2L)
            :- RelationV2[a#1L, c#3, ... 7 more fields] lake.tpch.orders
            :  +- RelationV2[a#9L] lake.tpch.orders
            +- RelationV2[b#2L] lake.other.t_2
            == Optimized Logical Plan ==
            RelationV2[a#1L] lake.tpch.orders
            """;

        assertThat(TablesRead.explained(plan).rows())
                .containsExactlyElementsOf(
                        TablesRead.named(Stream.of(List.of("Orders"), List.of("other", "t_2")), "tpch")
                                .rows())
                .containsExactly(List.of("lake.tpch.orders"), List.of("lake.other.t_2"));
        assertThat(TablesRead.named(Stream.of(List.of("a", "b", "c")), "tpch").rows())
                .containsExactly(List.of("a.b.c"));
    }
}
