package io.lakeflight.engine.spark.run;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.spark.SparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Streams the partitions of a result in their order, computing no more than the reader is about to want.
 *
 * <p>Partitions are computed window by window. The window after the one being read is submitted when reading of the
 * latter begins, and none further: a reader that stops leaves at most two windows of batches behind, in the block
 * manager, which spills to disk; no task keeps running for it. Windows grow while partitions turn out tiny, so that a
 * thousand empty partitions do not cost a thousand jobs.
 */
final class PartitionedRows {
    private static final int LARGEST_WINDOW = 1_024;
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
        int cores = Math.max(1, spark.defaultParallelism());
        int size = cores;
        PartitionWindow window = partitions == 0 ? null : submit(0, Math.min(size, partitions));
        while (window != null) {
            sink.awaitReady();
            PartitionResult head = await(window.result(0));
            size = nextSize(size, cores, head.bytes());
            PartitionWindow next =
                    window.end() < partitions ? submit(window.end(), Math.min(size, partitions - window.end())) : null;
            for (int index = 0; index < window.size(); index++) {
                write(await(window.result(index)), sink);
            }
            window = next;
        }
    }

    private PartitionWindow submit(int first, int size) {
        query.check();
        return PartitionWindow.submit(spark, rows, task, first, size);
    }

    private static int nextSize(int size, int cores, long partitionBytes) {
        long fitting = WINDOW_BYTES / Math.max(partitionBytes, 1);
        long grown = Math.min(Math.min((long) size * GROWTH, fitting), LARGEST_WINDOW);
        return (int) Math.max(cores, grown);
    }

    private void write(PartitionResult partition, BatchSink sink) throws Exception {
        for (byte[] batch : partition.inline()) {
            sink.write(batch);
        }
        for (int index = 0; index < partition.stored(); index++) {
            sink.awaitReady();
            sink.write(stored.take(partition.firstStored() + index));
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
