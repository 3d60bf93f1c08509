package io.lakeflight.engine.spark.fastlane.known;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakeflight.engine.spark.fastlane.translate.Refusal;
import org.junit.jupiter.api.Test;

class TestSqlTemplate {
    @Test
    void scansStandWhereTheirSignsStood() throws Refusal {
        SqlTemplate.Signs signs = new SqlTemplate.Signs();
        String sql = "SELECT a FROM " + signs.of(1) + " JOIN " + signs.of(0) + " WHERE x IN (FROM " + signs.of(1) + ")";
        SqlTemplate template = signs.read(sql);

        assertThat(template.filled(scan -> "files" + scan))
                .isEqualTo("SELECT a FROM files1 JOIN files0 WHERE x IN (FROM files1)");
        assertThat(template.filled(scan -> "other$" + scan))
                .isEqualTo("SELECT a FROM other$1 JOIN other$0 WHERE x IN (FROM other$1)");
    }

    @Test
    void signsOfOtherTextsAreText() throws Refusal {
        String foreign = "SELECT '" + new SqlTemplate.Signs().of(0) + "'";

        assertThat(new SqlTemplate.Signs().read(foreign).filled(scan -> "files"))
                .isEqualTo(foreign);
    }

    @Test
    void textsWithoutScansStayAsTheyAre() throws Refusal {
        assertThat(new SqlTemplate.Signs().read("SELECT 1").filled(scan -> "files"))
                .isEqualTo("SELECT 1");
    }
}
