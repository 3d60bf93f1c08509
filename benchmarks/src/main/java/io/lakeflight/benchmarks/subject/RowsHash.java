package io.lakeflight.benchmarks.subject;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What large answers are compared by instead of their rows, in whatever order these come: how many there are, and the sum of
 * the checksums of their texts. Of whole numbers, decimals, dates and texts, which all clients write alike.
 */
public final class RowsHash {
    /** Which no text of a value has. */
    private static final String BETWEEN = "\u001f";

    private static final String NULL = "\u0000";

    // Control characters do not stand in the text of a statement themselves.
    private static final String BETWEEN_IN_SPARK = "chr(31)";
    private static final String NULL_IN_SPARK = "chr(0)";

    private final CRC32 checksum = new CRC32();
    private long rows;
    private long sum;

    public void add(@Nullable Object[] row) {
        StringJoiner text = new StringJoiner(BETWEEN);
        for (Object value : row) {
            text.add(text(value));
        }
        checksum.reset();
        checksum.update(text.toString().getBytes(StandardCharsets.UTF_8));
        sum += checksum.getValue();
        rows++;
    }

    private static String text(@Nullable Object value) {
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        return value == null ? NULL : value.toString();
    }

    /** As the statement below has them. */
    public List<String> row() {
        return List.of(String.valueOf(rows), String.valueOf(sum));
    }

    public Answer answer() {
        return new Answer(List.of(), List.of(), List.of(row()));
    }

    /** The statement that has Spark tell the same of the rows of another one. */
    public static String statement(String text, List<String> names) {
        return names.stream()
                .map(name -> "coalesce(CAST(`" + name + "` AS STRING), " + NULL_IN_SPARK + ")")
                .collect(Collectors.joining(
                        ", ",
                        "SELECT count(*), coalesce(sum(crc32(CAST(concat_ws(" + BETWEEN_IN_SPARK + ", ",
                        ") AS BINARY))), 0) FROM (" + text + ")"));
    }
}
