package io.lakeflight.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.MetadataUpdate;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SnapshotParser;
import org.apache.iceberg.SnapshotRefType;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.UpdateRequirement;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one server does between two steps of another one. */
class TestInterleaving {
    private static final TableIdentifier ORDERS = TableIdentifier.of("default", "orders");
    private static final TableIdentifier ARCHIVE = TableIdentifier.of("default", "archive");
    private static final Schema SCHEMA = new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));

    @TempDir
    Path home;

    private final String hooked = UUID.randomUUID().toString();
    private LakeCatalog lake;
    private LakeCatalog other;

    @BeforeEach
    void open() {
        lake = LakeCatalog.open(
                new CatalogDefinition(
                        "lake",
                        CatalogType.INTERNAL,
                        CountingFileIO.properties(hooked),
                        CatalogDefinition.DEFAULT_TIMEOUT),
                home);
        other = LakeCatalog.open("lake", home);
    }

    @AfterEach
    void close() {
        lake.close();
        other.close();
    }

    @Test
    void purgeDeletesNoFileOfATableThatWasRenamedMeanwhile() {
        other.tables().createTable(ORDERS, SCHEMA);
        CountingFileIO.beforeNextRead(hooked, () -> {
            other.tables().renameTable(ORDERS, ARCHIVE);
            other.tables().createTable(ORDERS, SCHEMA);
        });

        assertThat(lake.tables().dropTable(ORDERS, true)).isTrue();

        assertThat(other.tables().tableExists(ORDERS)).isFalse();
        try (LakeCatalog fresh = LakeCatalog.open("lake", home)) {
            assertThat(fresh.tables().loadTable(ARCHIVE).schema().asStruct()).isEqualTo(SCHEMA.asStruct());
        }
    }

    @Test
    void purgeDeletesWhatWasCommittedMeanwhileToo() {
        Table table = other.tables().createTable(ORDERS, SCHEMA);
        Path directory = Path.of(table.location().substring("file:".length()));
        CountingFileIO.beforeNextRead(
                hooked, () -> table.updateProperties().set("a", "1").commit());

        assertThat(lake.tables().dropTable(ORDERS, true)).isTrue();

        assertThat(directory.resolve("metadata")).isEmptyDirectory();
    }

    @Test
    void creationThatIsSentTwiceAtTheSameTimeHasHappened() {
        CountingFileIO.beforeNextWrite(hooked, () -> other.commit(ORDERS, creation("list")));

        assertThat(lake.commit(ORDERS, creation("list")).tableMetadata().snapshots())
                .hasSize(1);
    }

    @Test
    void creationBySomebodyElseAtTheSameTimeIsRefused() {
        CountingFileIO.beforeNextWrite(hooked, () -> other.commit(ORDERS, creation("theirs")));

        assertThatThrownBy(() -> lake.commit(ORDERS, creation("ours"))).isInstanceOf(AlreadyExistsException.class);
    }

    /** With a first snapshot, whose list of manifests is told by name only. */
    private UpdateTableRequest creation(String manifests) {
        String location = "file:" + home.resolve("warehouse/lake/default/orders-x");
        TableMetadata table = TableMetadata.newTableMetadata(
                SCHEMA, PartitionSpec.unpartitioned(), SortOrder.unsorted(), location, Map.of());
        String snapshot = """
            {"snapshot-id": 7, "sequence-number": 1, "timestamp-ms": %d, "summary": {"operation": "append"},
             "manifest-list": "%s/metadata/%s.avro", "schema-id": 0}\
            """.formatted(System.currentTimeMillis() + 1, location, manifests);
        return UpdateTableRequest.create(
                ORDERS,
                List.of(new UpdateRequirement.AssertTableDoesNotExist()),
                List.of(
                        new MetadataUpdate.AssignUUID(UUID.randomUUID().toString()),
                        new MetadataUpdate.UpgradeFormatVersion(2),
                        new MetadataUpdate.AddSchema(table.schema()),
                        new MetadataUpdate.SetCurrentSchema(-1),
                        new MetadataUpdate.AddPartitionSpec(table.spec()),
                        new MetadataUpdate.SetDefaultPartitionSpec(-1),
                        new MetadataUpdate.AddSortOrder(table.sortOrder()),
                        new MetadataUpdate.SetDefaultSortOrder(-1),
                        new MetadataUpdate.SetLocation(location),
                        new MetadataUpdate.AddSnapshot(SnapshotParser.fromJson(snapshot)),
                        new MetadataUpdate.SetSnapshotRef("main", 7L, SnapshotRefType.BRANCH, null, null, null)));
    }
}
