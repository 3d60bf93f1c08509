package io.lakeflight.engine.spark.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.SparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import scala.concurrent.ExecutionContext;
import scala.runtime.BoxedUnit;

/** A run of consecutive partitions computed by one Spark job, each delivered as soon as its task is done. */
final class PartitionWindow {
    private final int first;
    private final List<CompletableFuture<PartitionResult>> results = new ArrayList<>();

    private PartitionWindow(int first, int size) {
        this.first = first;
        for (int index = 0; index < size; index++) {
            results.add(new CompletableFuture<>());
        }
    }

    static PartitionWindow submit(
            SparkContext spark, RDD<InternalRow> rows, PartitionToArrow task, int first, int size) {
        PartitionWindow window = new PartitionWindow(first, size);
        List<Object> partitions = IntStream.range(first, first + size).boxed().collect(Collectors.toList());
        SimpleFutureAction<BoxedUnit> job = spark.submitJob(
                rows,
                task,
                io.lakeflight.engine.spark.statement.ScalaLists.from(partitions),
                (index, result) -> {
                    window.results.get((Integer) index).complete(result);
                    return BoxedUnit.UNIT;
                },
                () -> BoxedUnit.UNIT);
        job.onComplete(
                outcome -> {
                    if (outcome.isFailure()) {
                        Throwable failure = outcome.failed().get();
                        window.results.forEach(result -> result.completeExceptionally(failure));
                    }
                    return BoxedUnit.UNIT;
                },
                ExecutionContext.fromExecutor(Runnable::run));
        return window;
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
