package io.lakeflight.engine.spark.run;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.storage.BlockData;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.storage.StreamBlockId;
import org.apache.spark.util.io.ChunkedByteBuffer;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;

/** Batches of one stream waiting in Spark's block manager, in memory or on disk, for the reader to come. */
record StoredBatches(int streamId) {
    private static final int PARTITION_SHIFT = 32;
    private static final int ATTEMPT_SHIFT = 24;
    private static final int STAGE_SHIFT = 4;

    /** The number of a partition's first batch, as its first attempt stores it. */
    static long firstOf(int partition) {
        return (long) partition << PARTITION_SHIFT;
    }

    /** The number of the first batch of a task; another one for every attempt. */
    static long firstOf(TaskContext task) {
        long attempt = (((long) task.stageAttemptNumber() << STAGE_SHIFT) | task.attemptNumber()) & 0xff;
        return firstOf(task.partitionId()) | attempt << ATTEMPT_SHIFT;
    }

    /** Whether a batch is stored, wherever that is. */
    boolean isStored(long number) {
        return isHere(number) || (!isAlone() && blocks().master().contains(id(number)));
    }

    /** In local mode there is no other process to ask about. */
    private static boolean isAlone() {
        return blocks().conf().get("spark.master", "").startsWith("local");
    }

    private boolean isHere(long number) {
        return blocks().getStatus(id(number)).isDefined();
    }

    void put(long number, byte[] batch) {
        ClassTag<byte[]> bytes = ClassTag.apply(byte[].class);
        ChunkedByteBuffer buffer = new ChunkedByteBuffer(ByteBuffer.wrap(batch));
        if (!blocks().putBytes(id(number), buffer, StorageLevel.MEMORY_AND_DISK_SER(), true, bytes)) {
            throw new IllegalStateException("No room for result batch " + id(number));
        }
    }

    /** Reads a batch and removes it, wherever a task left it; empty if its task has removed it. */
    Optional<byte[]> take(long number) {
        BlockManager manager = blocks();
        byte[] batch;
        Option<BlockData> local = manager.getLocalBytes(id(number));
        if (local.isDefined()) {
            try {
                batch = toArray(local.get().toByteBuffer());
            } finally {
                manager.releaseLock(id(number), Option.empty());
                local.get().dispose();
            }
        } else {
            Option<ChunkedByteBuffer> remote = manager.getRemoteBytes(id(number));
            if (remote.isEmpty()) {
                return Optional.empty();
            }
            batch = remote.get().toArray();
        }
        remove(id(number));
        return Optional.of(batch);
    }

    private static byte[] toArray(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /** Removes a batch, if there is one. */
    void remove(long number) {
        remove(id(number));
    }

    /** Removes whatever is left of the stream, also what a cancelled task managed to leave behind. */
    void removeAll() {
        for (BlockId id : CollectionConverters.asJava(blocks().master().getMatchingBlockIds(this::isOurs, true))) {
            remove(id);
        }
    }

    private Object isOurs(BlockId id) {
        return id instanceof StreamBlockId stream && stream.streamId() == streamId;
    }

    private void remove(BlockId id) {
        BlockManager manager = blocks();
        if (manager.getStatus(id).isDefined()) {
            manager.removeBlock(id, true);
        } else {
            manager.master().removeBlock(id);
        }
    }

    private StreamBlockId id(long number) {
        return new StreamBlockId(streamId, number);
    }

    private static BlockManager blocks() {
        return SparkEnv.get().blockManager();
    }
}
