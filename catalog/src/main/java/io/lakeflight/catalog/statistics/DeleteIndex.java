package io.lakeflight.catalog.statistics;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.util.ContentFileUtil;
import org.apache.iceberg.util.PartitionMap;
import org.jspecify.annotations.Nullable;

/**
 * Which delete files may apply to which data files: those that Iceberg's readers would apply, and some that their bounds
 * may rule out.
 */
final class DeleteIndex {
    private final Map<Integer, PartitionSpec> specs;
    private final Map<String, DeleteGroup> ofFile = new HashMap<>();
    private final PartitionMap<DeleteGroup> positionsOfPartition;
    private final PartitionMap<DeleteGroup> equalityOfPartition;
    private final DeleteGroup equalityOfAll = new DeleteGroup();
    private boolean empty = true;

    DeleteIndex(Map<Integer, PartitionSpec> specs) {
        this.specs = specs;
        this.positionsOfPartition = PartitionMap.create(specs);
        this.equalityOfPartition = PartitionMap.create(specs);
    }

    synchronized void add(DeleteFile file) {
        empty = false;
        groupOf(file).add(file);
    }

    private DeleteGroup groupOf(DeleteFile file) {
        if (file.content() == FileContent.EQUALITY_DELETES) {
            PartitionSpec spec = specs.get(file.specId());
            return spec != null && spec.isUnpartitioned()
                    ? equalityOfAll
                    : equalityOfPartition.computeIfAbsent(file.specId(), file.partition(), DeleteGroup::new);
        }
        String dataFile = ContentFileUtil.referencedDataFileLocation(file);
        return dataFile == null
                ? positionsOfPartition.computeIfAbsent(file.specId(), file.partition(), DeleteGroup::new)
                : ofFile.computeIfAbsent(dataFile, path -> new DeleteGroup());
    }

    /** What may apply to a data file. To be asked once all delete files are in. */
    Set<DeleteGroup> applyingTo(DataFile file) {
        if (empty) {
            return Set.of();
        }
        Set<DeleteGroup> applying = new LinkedHashSet<>();
        long sequence = DeleteGroup.sequence(file.dataSequenceNumber(), 0);
        // Positions may be those of a file written in the same commit, values are those of older files.
        DeleteGroup own = ofFile.get(file.location());
        addIf(applying, own, sequence);
        if (own == null || !own.hasVector()) {
            addIf(applying, positionsOfPartition.get(file.specId(), file.partition()), sequence);
        }
        addIf(applying, equalityOfPartition.get(file.specId(), file.partition()), sequence + 1);
        addIf(applying, equalityOfAll, sequence + 1);
        return applying;
    }

    private static void addIf(Set<DeleteGroup> applying, @Nullable DeleteGroup group, long oldest) {
        if (group != null && group.newest() >= oldest) {
            applying.add(group);
        }
    }
}
