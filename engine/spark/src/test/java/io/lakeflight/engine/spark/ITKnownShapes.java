package io.lakeflight.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What dashboards send: the same text with other constants each time, over the tables of TPC-H. */
class ITKnownShapes {
    private static final List<String> TABLES =
            List.of("customer", "lineitem", "nation", "orders", "part", "partsupp", "region", "supplier");

    private static final TestingLane LANE = TestingLane.withoutCode("known-shapes");

    private final TestingConstants lanes = new TestingConstants(LANE);
    private final TestingShapes shapes = new TestingShapes();

    @BeforeAll
    static void createTables() {
        // A session with temporary views knows nothing: this one has no other use.
        TestingLane setup = new TestingLane("known-shapes-setup");
        setup.execute("CREATE NAMESPACE IF NOT EXISTS lake.shapes");
        setup.execute("USE lake.shapes");
        LANE.execute("USE lake.shapes");
        for (String table : TABLES) {
            setup.execute("CREATE OR REPLACE TEMPORARY VIEW generated USING io.lakeflight.engine.spark.tpch.TpchSource "
                    + "OPTIONS (table '" + table + "', scale '0.005', parts '1')");
            setup.execute("CREATE TABLE lake.shapes." + table + " USING iceberg AS SELECT * FROM generated");
        }
        new TestingConstants(LANE).createTable();
    }

    static Stream<String> known() {
        return TestingShapes.of("known-shapes.txt");
    }

    @ParameterizedTest
    @MethodSource("known")
    void otherConstantsAreKnown(String shape) {
        List<Boolean> known =
                shapes.different(shape, 12).stream().map(lanes::isKnown).toList();

        assertThat(known.subList(0, 3)).as(shape).containsOnly(false);
        assertThat(known.get(known.size() - 1)).as(shape + " " + known).isTrue();
    }

    static Stream<String> unknown() {
        return TestingShapes.of("unknown-shapes.txt");
    }

    /** In their places a value may make another plan, so that each text is one of its own. */
    @ParameterizedTest
    @MethodSource("unknown")
    void otherConstantsAreNew(String shape) {
        shapes.different(shape, 7).forEach(lanes::requireNew);
    }
}
