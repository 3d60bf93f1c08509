package io.lakeflight.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.iceberg.MetadataUpdate;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.UpdateRequirement;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestRemoteCreation {
    private static final TableIdentifier NAME = TableIdentifier.of("s", "t");

    private final InMemoryCatalog service = new InMemoryCatalog();

    @BeforeEach
    void open() {
        service.initialize("service", Map.of("warehouse", "memory"));
        service.createNamespace(Namespace.of("s"));
    }

    @AfterEach
    void close() throws Exception {
        service.close();
    }

    @Test
    void columnsKeepTheIdsByWhichTheirValuesAreWritten() {
        Schema schema = new Schema(
                Types.NestedField.optional(1, "a", Types.IntegerType.get()),
                Types.NestedField.optional(
                        2, "s", Types.StructType.of(Types.NestedField.optional(3, "x", Types.IntegerType.get()))));

        RemoteCreation.commit(service, NAME, creation(schema));

        assertThat(service.loadTable(NAME).schema().asStruct()).isEqualTo(schema.asStruct());
    }

    /** A service gives ids level by level: those of the two last columns would change places. */
    @Test
    void columnsThatWouldGetOtherIdsAreRefused() {
        Schema schema = new Schema(
                Types.NestedField.optional(
                        1, "s", Types.StructType.of(Types.NestedField.optional(2, "x", Types.IntegerType.get()))),
                Types.NestedField.optional(3, "b", Types.IntegerType.get()));

        assertThatThrownBy(() -> RemoteCreation.commit(service, NAME, creation(schema)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("s.t");
        assertThat(service.tableExists(NAME)).isFalse();
    }

    private static UpdateTableRequest creation(Schema schema) {
        return UpdateTableRequest.create(
                NAME,
                List.of(new UpdateRequirement.AssertTableDoesNotExist()),
                List.of(
                        new MetadataUpdate.UpgradeFormatVersion(2),
                        new MetadataUpdate.AddSchema(schema),
                        new MetadataUpdate.SetCurrentSchema(-1),
                        new MetadataUpdate.AddPartitionSpec(PartitionSpec.unpartitioned()),
                        new MetadataUpdate.SetDefaultPartitionSpec(-1),
                        new MetadataUpdate.AddSortOrder(SortOrder.unsorted()),
                        new MetadataUpdate.SetDefaultSortOrder(-1),
                        new MetadataUpdate.SetLocation("memory/s/t")));
    }
}
