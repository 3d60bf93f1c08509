package io.lakeflight.engine.spark.run;

import java.io.Serializable;
import java.util.List;

/**
 * What one task made of its partition: Arrow batches, either carried along or, if they are too large for that, left in
 * the block manager under consecutive numbers.
 */
record PartitionResult(List<byte[]> inline, long firstStored, int stored, long bytes) implements Serializable {}
