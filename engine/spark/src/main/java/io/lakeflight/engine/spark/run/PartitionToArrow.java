package io.lakeflight.engine.spark.run;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/** What a task does with its partition: rows in, Arrow batches out; shipped to executors. */
final class PartitionToArrow extends AbstractFunction1<Iterator<InternalRow>, PartitionResult> implements Serializable {
    private static final long MOST_INLINE_BYTES = 256 << 10;
    private static final int BATCHES_PER_ATTEMPT_BITS = 24;

    private final StructType schema;
    private final String timeZone;
    private final int streamId;

    PartitionToArrow(StructType schema, String timeZone, int streamId) {
        this.schema = schema;
        this.timeZone = timeZone;
        this.streamId = streamId;
    }

    @Override
    public PartitionResult apply(Iterator<InternalRow> rows) {
        Output output = new Output(TaskContext.get().taskAttemptId() << BATCHES_PER_ATTEMPT_BITS);
        boolean complete = false;
        try (ArrowBatches batches = new ArrowBatches(schema, timeZone)) {
            batches.writeAll(rows, output::add);
            complete = true;
            return output.result();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (!complete) {
                output.discard();
            }
        }
    }

    /** Small results travel with the task's status; the rest waits in the block manager. */
    private final class Output {
        private final List<byte[]> inline = new ArrayList<>();
        private final long firstStored;
        private int stored;
        private long bytes;

        Output(long firstStored) {
            this.firstStored = firstStored;
        }

        void add(byte[] batch) {
            TaskContext.get().killTaskIfInterrupted();
            bytes += batch.length;
            if (stored == 0 && bytes <= MOST_INLINE_BYTES) {
                inline.add(batch);
            } else {
                new StoredBatches(streamId).put(firstStored + stored, batch);
                stored++;
            }
        }

        PartitionResult result() {
            return new PartitionResult(inline, firstStored, stored, bytes);
        }

        void discard() {
            // The interrupt of a killed task would break the call that removes its blocks.
            boolean interrupted = Thread.interrupted();
            new StoredBatches(streamId).remove(firstStored, stored);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
