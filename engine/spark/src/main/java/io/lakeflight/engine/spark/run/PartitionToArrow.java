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
    /** Bytes that a task stores after it has waited and before it waits again: going on is not free. */
    private static final long STEP_BYTES = 64 << 20;

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
        Output output = new Output(StoredBatches.firstOf(TaskContext.get()));
        boolean complete = false;
        try (ArrowBatches batches = new ArrowBatches(schema, timeZone)) {
            output.makeRoom();
            batches.writeAll(rows, output::add);
            complete = true;
            return output.result();
        } catch (GivenUpException e) {
            return PartitionResult.givenUp();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (!complete) {
                output.discard();
            }
        }
    }

    /** Small results travel with the task's status; larger ones wait in the block manager, readable at once. */
    private final class Output {
        private final StoredBatches blocks = new StoredBatches(streamId);
        private final Backlog backlog = Backlog.of(streamId);
        private final int partition = TaskContext.get().partitionId();
        private final List<byte[]> inline = new ArrayList<>();
        private final long firstStored;
        private int stored;
        private long storedBytes;
        private long bytes;
        private long goesOnTo;

        Output(long firstStored) {
            this.firstStored = firstStored;
        }

        void add(byte[] batch) {
            TaskContext.get().killTaskIfInterrupted();
            bytes += batch.length;
            if (bytes <= MOST_INLINE_BYTES) {
                inline.add(batch);
                return;
            }
            inline.forEach(this::store);
            inline.clear();
            store(batch);
        }

        private void store(byte[] batch) {
            makeRoom();
            blocks.put(firstStored + stored, batch);
            stored++;
            storedBytes += batch.length;
            backlog.stored(batch.length);
        }

        private void makeRoom() {
            if (backlog.isFull() && backlog.giveUp(partition)) {
                throw new GivenUpException();
            }
            if (backlog.isFull() && storedBytes >= goesOnTo) {
                backlog.awaitReader();
                goesOnTo = storedBytes + STEP_BYTES;
            }
        }

        PartitionResult result() {
            return new PartitionResult(inline, firstStored, stored, bytes, false);
        }

        void discard() {
            boolean interrupted = Thread.interrupted();
            // One more than it knows of: the interrupt may have come when the last was stored but not yet counted.
            for (int index = 0; index <= stored; index++) {
                interrupted |= remove(firstStored + index);
            }
            backlog.discarded(storedBytes);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        /** A task learns that it is killed before it is interrupted, so the interrupt may break the call; true if so. */
        private boolean remove(long number) {
            try {
                blocks.remove(number);
                return false;
            } catch (Exception e) {
                boolean interrupted = Thread.interrupted();
                blocks.remove(number);
                return interrupted;
            }
        }
    }

    /** Leaves the loop over the rows. */
    private static final class GivenUpException extends RuntimeException {
        private static final long serialVersionUID = 1;

        GivenUpException() {
            super("The reader is far behind", null, false, false);
        }
    }
}
