package io.lakeflight.engine.spark.run;

import java.io.Serializable;
import java.util.List;

/**
 * What one task made of its partition: Arrow batches, the first of them carried along, the others left in the block
 * manager under consecutive numbers.
 */
record PartitionResult(List<byte[]> inline, long firstStored, int stored, long bytes) implements Serializable {}
