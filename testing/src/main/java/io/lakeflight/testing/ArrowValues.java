package io.lakeflight.testing;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.PeriodDuration;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.jspecify.annotations.Nullable;

/** Arrow vectors as plain Java values: what Spark's Java API gives for the same SQL type. */
final class ArrowValues {
    private ArrowValues() {}

    static List<List<@Nullable Object>> rows(VectorSchemaRoot root) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int row = 0; row < root.getRowCount(); row++) {
            List<@Nullable Object> values = new ArrayList<>();
            for (FieldVector vector : root.getFieldVectors()) {
                values.add(value(vector, row));
            }
            rows.add(values);
        }
        return rows;
    }

    private static @Nullable Object value(FieldVector vector, int row) {
        if (vector.isNull(row)) {
            return null;
        }
        if (vector instanceof VarCharVector text) {
            return text.getObject(row).toString();
        }
        if (vector instanceof DateDayVector date) {
            return LocalDate.ofEpochDay(date.get(row));
        }
        if (vector instanceof TimeStampMicroTZVector timestamp) {
            return Instant.EPOCH.plus(timestamp.get(row), ChronoUnit.MICROS);
        }
        if (vector instanceof IntervalMonthDayNanoVector intervals) {
            PeriodDuration interval = intervals.getObject(row);
            return interval.getDuration().isZero() ? interval.getPeriod().normalized() : interval;
        }
        if (vector instanceof MapVector map) {
            return map(map, row);
        }
        if (vector instanceof ListVector list) {
            return list(list, row);
        }
        if (vector instanceof StructVector struct) {
            return struct(struct, row);
        }
        return vector.getObject(row);
    }

    private static Map<@Nullable Object, @Nullable Object> map(MapVector map, int row) {
        List<FieldVector> entries = ((StructVector) map.getDataVector()).getChildrenFromFields();
        Map<@Nullable Object, @Nullable Object> values = new LinkedHashMap<>();
        for (int i = map.getElementStartIndex(row); i < map.getElementEndIndex(row); i++) {
            values.put(value(entries.get(0), i), value(entries.get(1), i));
        }
        return values;
    }

    private static List<@Nullable Object> list(ListVector list, int row) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = list.getElementStartIndex(row); i < list.getElementEndIndex(row); i++) {
            values.add(value(list.getDataVector(), i));
        }
        return values;
    }

    private static Map<String, @Nullable Object> struct(StructVector struct, int row) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (FieldVector child : struct.getChildrenFromFields()) {
            values.put(child.getName(), value(child, row));
        }
        return values;
    }
}
