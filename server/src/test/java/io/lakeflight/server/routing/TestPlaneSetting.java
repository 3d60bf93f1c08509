package io.lakeflight.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestPlaneSetting {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET lakeflight.data_plane = batch-2",
                "set LAKEFLIGHT.Data_Plane=batch-2;",
                "/* a */ SET `lakeflight.data_plane` = 'batch-2' ; -- b",
                "SET lakeflight.data_plane = `batch-2`",
                "SET lakeflight.data_plane\n=\n\"batch-2\"",
            })
    void planeIsChosen(String sql) {
        assertThat(PlaneSetting.parse(sql)).contains(new PlaneSetting.Choice("batch-2"));
    }

    @Test
    void choiceIsTakenBackOrAskedFor() {
        assertThat(PlaneSetting.parse("RESET lakeflight.data_plane")).contains(new PlaneSetting.Reset());
        assertThat(PlaneSetting.parse("SET lakeflight.data_plane")).contains(new PlaneSetting.Question());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ";",
                "SET",
                "RESET",
                "SET spark.sql.shuffle.partitions = 3",
                "SET lakeflight.data_plane_2 = batch",
                "SELECT 'SET lakeflight.data_plane = batch'",
                "RESET lakeflight.data_plane = batch",
            })
    void otherStatementsAreLeftAlone(String sql) {
        assertThat(PlaneSetting.parse(sql)).isEmpty();
    }
}
