package io.lakeflight.benchmarks.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestColumnSums {
    @Test
    void clientsWithOtherClassesForTheSameValuesAgree() {
        ColumnSums flight = new ColumnSums();
        flight.add(new Object[] {1L, new BigDecimal("2.50"), "naïve", LocalDate.of(1970, 1, 3)});
        flight.add(new Object[] {2L, new BigDecimal("0.25"), "", null});
        ColumnSums jdbc = new ColumnSums();
        jdbc.add(new Object[] {2, new BigDecimal("0.25"), "", null});
        jdbc.add(new Object[] {1, new BigDecimal("2.50"), "naïve", Date.valueOf("1970-01-03")});

        assertThat(flight.answer()).isEqualTo(jdbc.answer());
        assertThat(flight.answer().rows()).containsExactly(List.of("2", "3", "2.75", "6", "2"));
    }

    @Test
    void sparkIsAskedForTheSame() {
        assertThat(ColumnSums.statement("SELECT * FROM t", List.of("a", "b", "c"), List.of("bigint", "string", "date")))
                .isEqualTo("SELECT count(*), sum(`a`), sum(octet_length(`b`)), sum(unix_date(`c`))"
                        + " FROM (SELECT * FROM t)");
    }
}
