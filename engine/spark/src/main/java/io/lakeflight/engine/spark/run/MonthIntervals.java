package io.lakeflight.engine.spark.run;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.IntervalMonthDayNanoVector;
import org.apache.arrow.vector.IntervalYearVector;
import org.apache.arrow.vector.TypeLayout;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * Intervals of months in batches: Spark writes them as Arrow's year-month intervals, which Python cannot read; so they
 * leave as month-day-nano ones, as the schema says.
 */
final class MonthIntervals {
    private final List<Field> fields;

    /** @param fields as Spark writes them */
    MonthIntervals(List<Field> fields) {
        this.fields = fields;
    }

    boolean areThere() {
        return areIn(fields);
    }

    private static boolean areIn(List<Field> fields) {
        return fields.stream().anyMatch(field -> isMonths(field) || areIn(field.getChildren()));
    }

    private static boolean isMonths(Field field) {
        return field.getType() instanceof ArrowType.Interval interval && interval.getUnit() == IntervalUnit.YEAR_MONTH;
    }

    /** The same rows; the caller closes both batches. */
    ArrowRecordBatch widen(ArrowRecordBatch batch, BufferAllocator allocator) {
        List<ArrowBuf> widened = new ArrayList<>();
        List<ArrowBuf> buffers = new ArrayList<>();
        try {
            widen(fields, batch.getNodes().iterator(), batch.getBuffers().iterator(), allocator, buffers, widened);
            return new ArrowRecordBatch(batch.getLength(), batch.getNodes(), buffers);
        } finally {
            widened.forEach(ArrowBuf::close);
        }
    }

    private static void widen(
            List<Field> fields,
            Iterator<ArrowFieldNode> nodes,
            Iterator<ArrowBuf> input,
            BufferAllocator allocator,
            List<ArrowBuf> output,
            List<ArrowBuf> widened) {
        for (Field field : fields) {
            int length = nodes.next().getLength();
            if (isMonths(field)) {
                output.add(input.next());
                ArrowBuf wide = widen(input.next(), length, allocator);
                widened.add(wide);
                output.add(wide);
            } else {
                for (int buffer = 0; buffer < TypeLayout.getTypeBufferCount(field.getType()); buffer++) {
                    output.add(input.next());
                }
            }
            widen(field.getChildren(), nodes, input, allocator, output, widened);
        }
    }

    private static ArrowBuf widen(ArrowBuf months, int length, BufferAllocator allocator) {
        long bytes = (long) length * IntervalMonthDayNanoVector.TYPE_WIDTH;
        ArrowBuf wide = allocator.buffer(bytes);
        wide.setZero(0, bytes);
        for (long row = 0; row < length; row++) {
            wide.setInt(
                    row * IntervalMonthDayNanoVector.TYPE_WIDTH, months.getInt(row * IntervalYearVector.TYPE_WIDTH));
        }
        wide.writerIndex(bytes);
        return wide;
    }
}
