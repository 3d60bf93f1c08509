package io.lakeflight.engine.spark.run;

import io.lakeflight.engine.spark.session.EngineSession;
import io.lakeflight.engine.spark.session.SparkSettings;
import io.lakeflight.engine.spark.statement.PlanNodes;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.spark.source.SparkTable;
import org.apache.iceberg.util.PropertyUtil;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.write.RowLevelOperationTable;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.internal.SQLConf$;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Into how many parts the rows of a statement are divided where Spark shuffles them, if nobody has chosen another number than
 * the engine's: one for each core is quickest as long as a task can sort its part in memory, and a part that is far too
 * large for that fails. Spark joins those parts again that turn out to be small.
 *
 * <p>The number holds for the thread that plans the statement. What Spark plans anew on another thread, as it does with
 * scalar subqueries while they run, has the engine's.
 */
public final class ShufflePartitions {
    private static final String SETTING = "spark.sql.shuffle.partitions";
    /** Of what is read. */
    private static final long PART_BYTES = 32 << 20;

    private static final int MOST = 2_000;

    /** Spark takes what it knows nothing of for as large as can be. */
    private static final long UNKNOWN = Long.MAX_VALUE / 2;

    private ShufflePartitions() {}

    /**
     * Plans or executes a statement with as many parts as its input needs.
     *
     * @param plan of the statement, before or after it was optimised
     */
    public static <T> T call(EngineSession session, LogicalPlan plan, Callable<T> body) throws Exception {
        SQLConf conf = session.spark().sessionState().conf();
        if (!isLeftToUs(session.spark().sparkContext().getConf(), conf)) {
            return body.call();
        }
        long parts = Math.min(MOST, bytes(plan) / PART_BYTES);
        if (parts <= conf.numShufflePartitions()) {
            return body.call();
        }
        SQLConf own = conf.clone();
        own.setConfString(SETTING, String.valueOf(parts));
        CompletableFuture<T> result = new CompletableFuture<>();
        Failure failure = new Failure();
        SQLConf$.MODULE$.withExistingConf(own, () -> {
            failure.catching(() -> result.complete(body.call()));
            return null;
        });
        failure.rethrow();
        return result.join();
    }

    private static boolean isLeftToUs(SparkConf engine, SQLConf session) {
        return engine.getBoolean(SparkSettings.SHUFFLES_BY_SIZE, false)
                && engine.get(SETTING, "").equals(session.getConfString(SETTING, ""))
                && session.coalesceShufflePartitionsEnabled()
                && session.adaptiveExecutionEnabled();
    }

    private static long bytes(LogicalPlan plan) {
        AtomicLong bytes = new AtomicLong();
        PlanNodes.forEach(plan, node -> {
            if (node.children().isEmpty()) {
                bytes.addAndGet(ofLeaf(node));
            }
        });
        return bytes.get();
    }

    private static long ofLeaf(LogicalPlan leaf) {
        try {
            if (leaf instanceof DataSourceV2Relation relation) {
                Table table =
                        relation.table() instanceof RowLevelOperationTable changed ? changed.table() : relation.table();
                return table instanceof SparkTable iceberg ? ofTable(relation, iceberg) : 0;
            }
            scala.math.BigInt size = leaf.stats().sizeInBytes();
            return size.isValidLong() && size.toLong() < UNKNOWN ? size.toLong() : 0;
        } catch (RuntimeException e) {
            // A leaf that is no part of a plan to be executed, or a summary that somebody else has written.
            return 0;
        }
    }

    /** All of a table, which in a plan that is not optimised nobody has looked at yet. */
    private static long ofTable(DataSourceV2Relation relation, SparkTable table) {
        Snapshot snapshot = table.table().currentSnapshot();
        if (snapshot == null || snapshot.summary() == null) {
            return 0;
        }
        long rows = PropertyUtil.propertyAsLong(snapshot.summary(), SnapshotSummary.TOTAL_RECORDS_PROP, 0);
        long rowBytes = CollectionConverters.asJava(relation.output()).stream()
                .map(Attribute::dataType)
                .mapToLong(type -> type.defaultSize())
                .sum();
        return rows * rowBytes;
    }
}
