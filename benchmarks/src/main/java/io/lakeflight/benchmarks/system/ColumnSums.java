package io.lakeflight.benchmarks.system;

import io.lakeflight.benchmarks.subject.Answer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What large answers are compared by instead of their rows: how many there are, and the sum of each column, of texts that of
 * their bytes, of dates that of their days since 1970.
 */
final class ColumnSums {
    private static final int MOST_COLUMNS = 64;

    private final BigDecimal[] large = new BigDecimal[MOST_COLUMNS];
    private final long[] sums = new long[MOST_COLUMNS];
    private long rows;
    private int columns;

    ColumnSums() {
        Arrays.fill(large, BigDecimal.ZERO);
    }

    void add(@Nullable Object[] row) {
        columns = row.length;
        rows++;
        for (int column = 0; column < columns; column++) {
            add(column, row[column]);
        }
    }

    private void add(int column, @Nullable Object value) {
        if (value instanceof BigDecimal number) {
            large[column] = large[column].add(number);
        } else if (value instanceof Number number) {
            sums[column] += number.longValue();
        } else if (value instanceof LocalDate day) {
            sums[column] += day.toEpochDay();
        } else if (value instanceof Date day) {
            sums[column] += day.toLocalDate().toEpochDay();
        } else if (value != null) {
            sums[column] += value.toString().getBytes(StandardCharsets.UTF_8).length;
        }
    }

    Answer answer() {
        List<String> row = new ArrayList<>(List.of(String.valueOf(rows)));
        IntStream.range(0, columns)
                .mapToObj(column ->
                        large[column].add(BigDecimal.valueOf(sums[column])).toPlainString())
                .forEach(row::add);
        return new Answer(List.of(), List.of(), List.of(row));
    }

    /** The statement that has Spark tell the same of another one's rows. */
    static String statement(String text, List<String> names, List<String> types) {
        return IntStream.range(0, names.size())
                .mapToObj(column -> sum("`" + names.get(column) + "`", types.get(column)))
                .collect(Collectors.joining(", ", "SELECT count(*), ", " FROM (" + text + ")"));
    }

    private static String sum(String name, String type) {
        return switch (type) {
            case "string" -> "sum(octet_length(" + name + "))";
            case "date" -> "sum(unix_date(" + name + "))";
            default -> "sum(" + name + ")";
        };
    }
}
