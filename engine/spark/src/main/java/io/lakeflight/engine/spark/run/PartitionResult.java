package io.lakeflight.engine.spark.run;

import java.io.Serializable;
import java.util.List;

/**
 * What one task made of its partition: Arrow batches, either carried along or, if they are too large for that, left in
 * the block manager under consecutive numbers.
 *
 * @param gaveUp the task left nothing, since the reader is far behind
 */
record PartitionResult(List<byte[]> inline, long firstStored, int stored, long bytes, boolean gaveUp)
        implements Serializable {
    static PartitionResult givenUp() {
        return new PartitionResult(List.of(), 0, 0, Long.MAX_VALUE, true);
    }
}
