package io.lakeflight.engine.spark.run;

import io.lakeflight.engine.spark.session.EngineSession;
import io.lakeflight.engine.spark.statement.AnalyzedStatement;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.QueryPlanningTracker;
import org.apache.spark.sql.execution.CollectLimitExec;
import org.apache.spark.sql.execution.CommandExecutionMode;
import org.apache.spark.sql.execution.CommandResultExec;
import org.apache.spark.sql.execution.LocalTableScanExec;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.RemoveShuffleFiles$;
import org.apache.spark.sql.execution.SQLExecution;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.TakeOrderedAndProjectExec;
import org.apache.spark.sql.execution.adaptive.AdaptiveSparkPlanExec;
import org.apache.spark.sql.types.AtomicType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/** Runs a query and hands its rows on as Arrow batches, in order and in bounded memory. */
public final class ResultStream {
    private static final int COLLECTED_ROWS = 10_000;
    private static final int COLLECTED_WIDE_ROWS = 1_000;
    private static final int WIDEST_FIXED_TYPE = 16;
    private static final long STRAGGLERS_SECONDS = 5;
    private static final AtomicInteger STREAM_IDS = new AtomicInteger();

    private final EngineSession session;
    private final RunningQuery query;
    private final ScheduledExecutorService cleaner;
    private final SpareSlots slots;
    private final Shortcut shortcut;
    private final StoredBatches stored = new StoredBatches(STREAM_IDS.incrementAndGet());

    public ResultStream(
            EngineSession session,
            RunningQuery query,
            ScheduledExecutorService cleaner,
            SpareSlots slots,
            Shortcut shortcut) {
        this.session = session;
        this.query = query;
        this.cleaner = cleaner;
        this.slots = slots;
        this.shortcut = shortcut;
    }

    /** Writes the rows of one statement to the sink. */
    public void write(AnalyzedStatement statement, BatchSink sink) throws Exception {
        query.check();
        QueryExecution execution = execution(session, statement);
        if (!shortcut.write(session, statement, execution, query, sink)) {
            write(statement, execution, sink);
        }
    }

    /** How Spark is to execute a statement, once. */
    public static QueryExecution execution(EngineSession session, AnalyzedStatement statement) {
        return new QueryExecution(
                session.spark(),
                statement.plan(),
                new QueryPlanningTracker(Option.empty()),
                CommandExecutionMode.ALL(),
                RemoveShuffleFiles$.MODULE$,
                true);
    }

    /** Writes the rows that Spark makes of an execution that nobody has used before. */
    public void write(AnalyzedStatement statement, QueryExecution execution, BatchSink sink) throws Exception {
        ShufflePartitions.call(session, execution.optimizedPlan(), () -> {
            writeAll(statement, execution, sink);
            return null;
        });
    }

    private void writeAll(AnalyzedStatement statement, QueryExecution execution, BatchSink sink) throws Exception {
        // The same plan and the same scans: whatever the shortcut has looked at, the snapshots are those.
        SparkPlan plan = execution.executedPlan();
        Failure failure = new Failure();
        SQLExecution.withNewExecutionId(execution, Option.empty(), () -> {
            failure.catching(() -> write(statement, execution, plan, sink));
            return null;
        });
        failure.rethrow();
    }

    private void write(AnalyzedStatement statement, QueryExecution execution, SparkPlan plan, BatchSink sink)
            throws Exception {
        if (isCollected(plan, mostCollected(statement.columns()))) {
            InternalRow[] rows = plan.executeCollect();
            query.check();
            try (ArrowBatches batches = new ArrowBatches(statement.columns(), statement.timeZone())) {
                batches.writeAll(CollectionConverters.asScala(List.of(rows).iterator()), Failure.wrapping(sink::write));
            }
            return;
        }
        PartitionToArrow task = new PartitionToArrow(statement.columns(), statement.timeZone(), stored.streamId());
        SparkContext spark = session.spark().sparkContext();
        try (Backlog backlog = Backlog.open(stored.streamId(), spark.conf(), spark.defaultParallelism(), slots)) {
            new PartitionedRows(spark, execution.toRdd(), task, stored, backlog, query).writeTo(sink);
        }
    }

    /** Rows of texts, lists and the like can be of any size, and collected ones are all in memory. */
    private static int mostCollected(StructType columns) {
        return isFixed(columns) ? COLLECTED_ROWS : COLLECTED_WIDE_ROWS;
    }

    /** Spark gives lists and maps the size of one element, so the type itself has to be asked. */
    private static boolean isFixed(DataType type) {
        if (type instanceof StructType struct) {
            return Arrays.stream(struct.fields()).allMatch(field -> isFixed(field.dataType()));
        }
        return type instanceof AtomicType && type.defaultSize() <= WIDEST_FIXED_TYPE;
    }

    /** Few rows, or rows that exist already, need no job of ours; Spark's own LIMIT also stops scanning early. */
    private static boolean isCollected(SparkPlan plan, int rows) {
        SparkPlan root = plan instanceof AdaptiveSparkPlanExec adaptive ? adaptive.inputPlan() : plan;
        if (root instanceof CollectLimitExec limit) {
            return limit.limit() >= 0 && limit.limit() <= rows;
        }
        if (root instanceof TakeOrderedAndProjectExec top) {
            return top.limit() <= rows;
        }
        return root instanceof LocalTableScanExec || root instanceof CommandResultExec;
    }

    /** Removes what the stream left behind; to be called when the query has left, whatever became of it. */
    public void discard(boolean complete) {
        if (complete) {
            return;
        }
        stored.removeAll();
        // A task that was killed while it stored a batch may do so after the first sweep.
        cleaner.schedule(stored::removeAll, STRAGGLERS_SECONDS, TimeUnit.SECONDS);
    }
}
