package io.lakeflight.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestOwnSetting {
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
        assertThat(OwnSetting.parse(sql)).contains(new OwnSetting.Choice(OwnSetting.DATA_PLANE, "batch-2"));
    }

    @Test
    void choiceIsTakenBackOrAskedFor() {
        assertThat(OwnSetting.parse("RESET lakeflight.data_plane"))
                .contains(new OwnSetting.Reset(OwnSetting.DATA_PLANE));
        assertThat(OwnSetting.parse("SET lakeflight.data_plane"))
                .contains(new OwnSetting.Question(OwnSetting.DATA_PLANE));
    }

    @Test
    void eachKeyIsRead() {
        assertThat(OwnSetting.parse("SET lakeflight.dialect = 'spark'"))
                .contains(new OwnSetting.Choice(OwnSetting.DIALECT, "spark"));
        assertThat(OwnSetting.parse("SET lakeflight.fast_lane = off"))
                .contains(new OwnSetting.Choice(OwnSetting.FAST_LANE, "off"));
        assertThat(OwnSetting.parse("SET lakeflight.approximate_doubles = true"))
                .contains(new OwnSetting.Choice(OwnSetting.APPROXIMATE_DOUBLES, "true"));
        assertThat(OwnSetting.parse("RESET Lakeflight.Dialect")).contains(new OwnSetting.Reset(OwnSetting.DIALECT));
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
                "SET lakeflight.dialects = spark",
                "SELECT 'SET lakeflight.data_plane = batch'",
                "RESET lakeflight.data_plane = batch",
            })
    void otherStatementsAreLeftAlone(String sql) {
        assertThat(OwnSetting.parse(sql)).isEmpty();
    }
}
