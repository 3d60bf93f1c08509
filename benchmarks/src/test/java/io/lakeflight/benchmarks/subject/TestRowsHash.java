package io.lakeflight.benchmarks.subject;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class TestRowsHash {
    @Test
    void clientsWithOtherClassesForTheSameValuesAgree() {
        List<String> flight = hash(
                new Object[] {1L, new BigDecimal("2.50"), "naïve", LocalDate.of(1970, 1, 3)},
                new Object[] {2L, new BigDecimal("0.25"), "", null});
        List<String> jdbc = hash(
                new Object[] {2, new BigDecimal("0.25"), "", null},
                new Object[] {1, new BigDecimal("2.50"), "naïve", Date.valueOf("1970-01-03")});

        assertThat(flight).isEqualTo(jdbc);
        assertThat(flight)
                .containsExactly(
                        "2",
                        String.valueOf(checksum("1\u001f2.50\u001fnaïve\u001f1970-01-03")
                                + checksum("2\u001f0.25\u001f\u001f\u0000")));
    }

    @Test
    void textsOfTheSameLengthAreNotTheSame() {
        assertThat(hash(new Object[] {"ab"})).isNotEqualTo(hash(new Object[] {"ba"}));
    }

    @Test
    void valuesBelongToTheirRows() {
        assertThat(hash(new Object[] {1, "a"}, new Object[] {2, "b"}))
                .isNotEqualTo(hash(new Object[] {1, "b"}, new Object[] {2, "a"}));
    }

    @Test
    void valuesBelongToTheirColumns() {
        assertThat(hash(new Object[] {"a|b", "c"})).isNotEqualTo(hash(new Object[] {"a", "b|c"}));
        assertThat(hash(new Object[] {"null"})).isNotEqualTo(hash(new Object[] {null}));
    }

    @Test
    void sparkIsAskedForTheSame() {
        assertThat(RowsHash.statement("SELECT * FROM t", List.of("a", "b")))
                .isEqualTo(
                        "SELECT count(*), coalesce(sum(crc32(CAST(concat_ws(chr(31), coalesce(CAST(`a` AS STRING), chr(0)),"
                                + " coalesce(CAST(`b` AS STRING), chr(0))) AS BINARY))), 0) FROM (SELECT * FROM t)");
    }

    private static List<String> hash(Object[]... rows) {
        RowsHash hash = new RowsHash();
        Stream.of(rows).forEach(hash::add);
        return hash.row();
    }

    private static long checksum(String text) {
        CRC32 checksum = new CRC32();
        checksum.update(text.getBytes(StandardCharsets.UTF_8));
        return checksum.getValue();
    }
}
