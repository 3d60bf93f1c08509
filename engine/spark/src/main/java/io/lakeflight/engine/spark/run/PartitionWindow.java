package io.lakeflight.engine.spark.run;

import io.lakeflight.engine.spark.statement.ScalaLists;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.SparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import scala.concurrent.ExecutionContext;
import scala.runtime.BoxedUnit;

/** A run of consecutive partitions computed by one Spark job, each delivered as soon as its task is done. */
final class PartitionWindow {
    private final SparkContext spark;
    private final RDD<InternalRow> rows;
    private final PartitionToArrow task;
    private final int first;
    private final List<CompletableFuture<PartitionResult>> results;

    private PartitionWindow(SparkContext spark, RDD<InternalRow> rows, PartitionToArrow task, int first, int size) {
        this.spark = spark;
        this.rows = rows;
        this.task = task;
        this.first = first;
        this.results = new ArrayList<>(Collections.nCopies(size, new CompletableFuture<>()));
    }

    static PartitionWindow submit(
            SparkContext spark, RDD<InternalRow> rows, PartitionToArrow task, int first, int size) {
        PartitionWindow window = new PartitionWindow(spark, rows, task, first, size);
        window.compute(IntStream.range(0, size).boxed().toList());
        return window;
    }

    /** Runs the tasks of some partitions, given by their index in the window; also again. */
    void compute(List<Integer> indexes) {
        List<CompletableFuture<PartitionResult>> expected = new ArrayList<>();
        List<Object> partitions = new ArrayList<>();
        for (int index : indexes) {
            CompletableFuture<PartitionResult> result = new CompletableFuture<>();
            results.set(index, result);
            expected.add(result);
            partitions.add(first + index);
        }
        SimpleFutureAction<BoxedUnit> job = spark.submitJob(
                rows,
                task,
                ScalaLists.from(partitions),
                (index, result) -> {
                    expected.get((Integer) index).complete(result);
                    return BoxedUnit.UNIT;
                },
                () -> BoxedUnit.UNIT);
        job.onComplete(
                outcome -> {
                    if (outcome.isFailure()) {
                        Throwable failure = outcome.failed().get();
                        expected.forEach(result -> result.completeExceptionally(failure));
                    }
                    return BoxedUnit.UNIT;
                },
                ExecutionContext.fromExecutor(Runnable::run));
    }

    /** The first partitions from an index on whose tasks gave up, as indexes. */
    List<Integer> givenUp(int from, int most) {
        return IntStream.range(from, size())
                .filter(this::gaveUp)
                .limit(most)
                .boxed()
                .toList();
    }

    private boolean gaveUp(int index) {
        CompletableFuture<PartitionResult> result = results.get(index);
        return result.isDone()
                && !result.isCompletedExceptionally()
                && result.join().gaveUp();
    }

    int first() {
        return first;
    }

    /** Whether no task of this window runs or waits any more. */
    boolean isComputed() {
        return results.stream().allMatch(CompletableFuture::isDone);
    }

    int end() {
        return first + results.size();
    }

    int size() {
        return results.size();
    }

    CompletableFuture<PartitionResult> result(int index) {
        return results.get(index);
    }
}
