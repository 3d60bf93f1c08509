package io.lakeflight.engine.spark.run;

import io.lakeflight.engine.protocol.ErrorCategory;
import io.lakeflight.engine.spark.error.EngineException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Streams the partitions of a result in their order, computing no more than the reader is about to want.
 *
 * <p>Partitions are computed window by window; the next window is submitted when the tasks of the one being read have
 * ended, and none further. A reader that stops leaves a bounded {@link Backlog} of batches behind, in the block manager,
 * which spills to disk; tasks that would add to it give up and are run again when the reader comes to their partition.
 * Windows grow while partitions turn out tiny, so that a thousand empty partitions do not cost a thousand jobs.
 *
 * <p>Batches of the partition being read are taken while its task still works.
 */
final class PartitionedRows {
    private static final int WINDOW_PER_CORE = 2;
    private static final int LARGEST_WINDOW = 1_024;
    private static final long POLL_MILLIS = 10;
    private static final long WINDOW_BYTES = 4 << 20;
    private static final int GROWTH = 4;

    private final SparkContext spark;
    private final RDD<InternalRow> rows;
    private final PartitionToArrow task;
    private final StoredBatches stored;
    private final Backlog backlog;
    private final RunningQuery query;
    private final int smallest;

    PartitionedRows(
            SparkContext spark,
            RDD<InternalRow> rows,
            PartitionToArrow task,
            StoredBatches stored,
            Backlog backlog,
            RunningQuery query) {
        this.spark = spark;
        this.rows = rows;
        this.task = task;
        this.stored = stored;
        this.backlog = backlog;
        this.query = query;
        this.smallest = WINDOW_PER_CORE * Math.max(1, spark.defaultParallelism());
    }

    void writeTo(BatchSink sink) throws Exception {
        int partitions = rows.getNumPartitions();
        int size = smallest;
        PartitionWindow window = partitions == 0 ? null : submit(0, Math.min(size, partitions));
        while (window != null) {
            PartitionWindow next = null;
            int left = partitions - window.end();
            for (int index = 0; index < window.size(); index++) {
                sink.awaitReady();
                if (next == null && left > 0 && window.isComputed() && !backlog.isFull()) {
                    size = nextSize(size, largest(window));
                    next = submit(window.end(), Math.min(size, left));
                }
                write(window, index, sink);
            }
            if (next == null && left > 0) {
                size = nextSize(size, largest(window));
                next = submit(window.end(), Math.min(size, left));
            }
            window = next;
        }
    }

    private PartitionWindow submit(int first, int size) {
        query.check();
        return PartitionWindow.submit(spark, rows, task, first, size);
    }

    /** What the largest of the partitions came to; the first may be empty and the others huge. */
    private long largest(PartitionWindow window) throws Exception {
        long bytes = 0;
        for (int index = 0; index < window.size(); index++) {
            bytes = Math.max(bytes, await(window.result(index)).bytes());
        }
        return bytes;
    }

    private int nextSize(int size, long partitionBytes) {
        long fitting = WINDOW_BYTES / Math.max(partitionBytes, 1);
        long grown = Math.min(Math.min((long) size * GROWTH, fitting), LARGEST_WINDOW);
        return (int) Math.max(smallest, grown);
    }

    private void write(PartitionWindow window, int index, BatchSink sink) throws Exception {
        int partition = window.first() + index;
        if (!backlog.reach(partition)) {
            await(window.result(index));
            List<Integer> again = window.givenUp(index, smallest);
            again.forEach(each -> backlog.retry(window.first() + each));
            window.compute(again);
        }
        write(partition, window.result(index), sink);
    }

    private void write(int partition, CompletableFuture<PartitionResult> task, BatchSink sink) throws Exception {
        long first = StoredBatches.firstOf(partition);
        int taken = 0;
        while (!isDone(task)) {
            query.check();
            sink.awaitReady();
            // A task that fails removes its batches; then its failure is what matters.
            Optional<byte[]> batch = take(first + taken);
            while (batch.isPresent()) {
                sink.write(batch.get());
                taken++;
                sink.awaitReady();
                batch = take(first + taken);
            }
            backlog.starve();
        }
        PartitionResult result = await(task);
        if (taken > 0 && result.firstStored() != first) {
            // The first attempt failed after some of its rows had gone out; nobody can take them back.
            throw new EngineException(
                    ErrorCategory.RESOURCES,
                    "TASK_LOST",
                    "53000",
                    "A task of the statement was lost; send the statement again");
        }
        for (byte[] batch : result.inline()) {
            sink.write(batch);
        }
        for (int index = taken; index < result.stored(); index++) {
            sink.awaitReady();
            long number = result.firstStored() + index;
            sink.write(
                    take(number).orElseThrow(() -> new IllegalStateException("Result batch " + number + " is lost")));
        }
    }

    private Optional<byte[]> take(long number) {
        Optional<byte[]> batch = stored.isStored(number) ? stored.take(number) : Optional.empty();
        batch.ifPresent(bytes -> backlog.taken(bytes.length));
        return batch;
    }

    /** Waits a moment for a task to end. */
    private static boolean isDone(CompletableFuture<PartitionResult> task) throws InterruptedException {
        try {
            task.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        }
    }

    private PartitionResult await(CompletableFuture<PartitionResult> result) throws Exception {
        query.check();
        try {
            return result.get();
        } catch (ExecutionException e) {
            query.check();
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
