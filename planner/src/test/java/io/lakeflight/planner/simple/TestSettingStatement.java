package io.lakeflight.planner.simple;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestSettingStatement {
    @Test
    void settingsAreReadWithTheirValues() {
        assertThat(SettingStatement.parse(" set a.b_1=C d/e:+2;;\n"))
                .contains(new SettingStatement.Choice("a.b_1", "C d/e:+2"));
        assertThat(SettingStatement.parse("SET\n a.b \t=  x ;")).contains(new SettingStatement.Choice("a.b", "x"));
        assertThat(SettingStatement.parse("SET A.b.C ;")).contains(new SettingStatement.Question("A.b.C"));
        assertThat(SettingStatement.parse("reset a.b")).contains(new SettingStatement.Reset("a.b"));
        assertThat(SettingStatement.parse("RESET;")).contains(new SettingStatement.ResetAll());
        assertThat(SettingStatement.parse("Set Time Zone 'Asia/Tokyo'"))
                .contains(new SettingStatement.Choice("spark.sql.session.timeZone", "Asia/Tokyo"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET",
                "SET -v",
                "SET a",
                "SET a = b",
                "SET a.b =",
                "SET a.b = 'c'",
                "SET `a.b` = c",
                "SET \"a.b\" = c",
                "SET a.b = ${c}",
                "SET a.b = c--d",
                "SET a.b = c -- d",
                "SET a.b = c; ;",
                "SET a.b = c; SELECT 1",
                "SET a.b, c",
                "SET a.ö = c",
                "SET TIME ZONE LOCAL",
                "SET TIME ZONE INTERVAL 1 HOUR",
                "SET VARIABLE a.b = 1",
                "SET CATALOG lake",
                "RESETa.b",
                "RESET a.b c",
                "RESET a",
                ""
            })
    void otherStatementsAreNone(String sql) {
        assertThat(SettingStatement.parse(sql)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "spark.sql.ansi.enabled,TRUE,true",
        "spark.sql.ansi.enabled,yes,false",
        "spark.sql.shuffle.partitions,1,true",
        "spark.sql.shuffle.partitions,0,false",
        "spark.sql.shuffle.partitions,10001,false",
        "spark.sql.shuffle.partitions,99999999999,false",
        "spark.sql.shuffle.partitions,2x,false",
        "spark.sql.session.timeZone,Europe/Berlin,true",
        "spark.sql.session.timeZone,+05:30,true",
        "spark.sql.session.timeZone,+18:30,false",
        "spark.sql.session.timeZone,Berlin,false",
        "spark.sql.storeAssignmentPolicy,strict,true",
        "spark.sql.storeAssignmentPolicy,Strict,false",
        "spark.sql.defaultCatalog,lake,false",
        "hive.exec.parallel,anything,true"
    })
    void valuesAreTakenThatSparkTakesForSure(String name, String value, boolean taken) {
        assertThat(SparkSetting.find(name).orElseThrow().takes(value)).isEqualTo(taken);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spark.executor.memory",
                "spark.sql.warehouse.dir",
                "spark.sql.catalog.lake",
                "spark.sql.runSQLOnFiles",
                "spark.sql.no.such.setting",
                "SPARK.sql.ansi.enabled",
                "mapred.reduce.tasks"
            })
    void othersAreNoSettingsOfSessions(String name) {
        assertThat(SparkSetting.find(name)).isEmpty();
    }
}
