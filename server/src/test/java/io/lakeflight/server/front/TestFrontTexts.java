package io.lakeflight.server.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestFrontTexts {
    private final List<String> read = new ArrayList<>();
    private final FrontTexts texts = new FrontTexts(sql -> {
        read.add(sql);
        return FrontStatement.read(sql);
    });

    @Test
    void textIsReadOnce() {
        FrontStatement first = texts.read("USE lake.tpch");

        assertThat(texts.read("USE lake.tpch")).isSameAs(first);
        assertThat(texts.read("USE lake.other")).isNotEqualTo(first);
        assertThat(read).containsExactly("USE lake.tpch", "USE lake.other");
    }

    @Test
    void longTextIsNotKept() {
        String sql = "SELECT " + "1, ".repeat(1_000) + "1";

        texts.read(sql);
        texts.read(sql);

        assertThat(read).containsExactly(sql, sql);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "USE lake.tpch|Use",
                "SET spark.sql.ansi.enabled|Setting",
                "RESET|Setting",
                "SHOW TABLES|Browse",
                "DESCRIBE t|Browse",
                "SELECT 1|Simple",
                "SELECT * FROM t|Other",
                "INSERT INTO t VALUES (1)|Other"
            })
    void textIsReadAsWhatItIs(String sql, String kind) {
        assertThat(texts.read(sql).getClass().getSimpleName()).isEqualTo(kind);
    }
}
