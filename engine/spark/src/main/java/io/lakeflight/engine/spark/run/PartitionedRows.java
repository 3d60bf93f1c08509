package io.lakeflight.engine.spark.run;

import io.lakeflight.engine.protocol.ErrorCategory;
import io.lakeflight.engine.spark.error.EngineException;
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
 * ended, and none further. A reader that stops leaves at most two windows of batches behind, in the block manager, which
 * spills to disk. Tasks of one window start in the order of their partitions, so the one being read is never kept from
 * starting by a later one. Windows grow while partitions turn out tiny, so that a thousand empty partitions do not cost a
 * thousand jobs.
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
    private final RunningQuery query;

    PartitionedRows(
            SparkContext spark,
            RDD<InternalRow> rows,
            PartitionToArrow task,
            StoredBatches stored,
            RunningQuery query) {
        this.spark = spark;
        this.rows = rows;
        this.task = task;
        this.stored = stored;
        this.query = query;
    }

    void writeTo(BatchSink sink) throws Exception {
        int partitions = rows.getNumPartitions();
        int smallest = WINDOW_PER_CORE * Math.max(1, spark.defaultParallelism());
        int size = smallest;
        PartitionWindow window = partitions == 0 ? null : submit(0, Math.min(size, partitions));
        while (window != null) {
            PartitionWindow next = null;
            int left = partitions - window.end();
            for (int index = 0; index < window.size(); index++) {
                sink.awaitReady();
                if (next == null && left > 0 && window.isComputed()) {
                    size = nextSize(size, smallest, await(window.result(0)).bytes());
                    next = submit(window.end(), Math.min(size, left));
                }
                write(window.first() + index, window.result(index), sink);
            }
            if (next == null && left > 0) {
                size = nextSize(size, smallest, await(window.result(0)).bytes());
                next = submit(window.end(), Math.min(size, left));
            }
            window = next;
        }
    }

    private PartitionWindow submit(int first, int size) {
        query.check();
        return PartitionWindow.submit(spark, rows, task, first, size);
    }

    private static int nextSize(int size, int smallest, long partitionBytes) {
        long fitting = WINDOW_BYTES / Math.max(partitionBytes, 1);
        long grown = Math.min(Math.min((long) size * GROWTH, fitting), LARGEST_WINDOW);
        return (int) Math.max(smallest, grown);
    }

    private void write(int partition, CompletableFuture<PartitionResult> task, BatchSink sink) throws Exception {
        long first = StoredBatches.firstOf(partition);
        int taken = 0;
        while (!isDone(task)) {
            query.check();
            while (stored.isStored(first + taken)) {
                sink.awaitReady();
                sink.write(stored.take(first + taken));
                taken++;
            }
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
            sink.write(stored.take(result.firstStored() + index));
        }
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
