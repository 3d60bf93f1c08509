package io.lakeflight.server.http;

import io.lakeflight.catalog.TableName;
import io.lakeflight.catalog.WarehouseBoundary;
import java.util.Map;
import org.apache.iceberg.MetadataUpdate;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.rest.requests.CreateTableRequest;
import org.apache.iceberg.rest.requests.CreateViewRequest;
import org.apache.iceberg.rest.requests.UpdateTableRequest;

/** Refuses requests by which files outside the catalog's warehouse would be read or written, before any of them is. */
record IcebergLocations(WarehouseBoundary boundary) {
    void require(CreateTableRequest table) {
        if (table.location() != null) {
            boundary.require("Location of table " + table.name(), table.location());
        }
        requireProperties(table.properties());
    }

    void require(CreateViewRequest view) {
        if (view.location() != null) {
            boundary.require("Location of view " + view.name(), view.location());
        }
        boundary.requireProperties(view.properties());
    }

    private void requireProperties(Map<String, String> properties) {
        boundary.requireProperties(properties);
        if (properties.containsKey(TableProperties.WRITE_LOCATION_PROVIDER_IMPL)) {
            // Whoever writes to the table would make an object of that class, whatever making one does.
            throw new ValidationException(
                    "Property %s is not supported: files are placed by write.object-storage.enabled and"
                            + " write.data.path",
                    TableProperties.WRITE_LOCATION_PROVIDER_IMPL);
        }
    }

    void requireMetadataFile(String location) {
        boundary.require("Metadata file", location);
    }

    /** The location of a namespace is where tables of it are expected. */
    void requireNamespaceProperties(Map<String, String> properties) {
        String location = properties.get("location");
        if (location != null) {
            boundary.require("Location of the namespace", location);
        }
    }

    /** @param relation the table or view that is changed */
    void require(TableName relation, UpdateTableRequest change) {
        try {
            change.updates().forEach(this::require);
        } catch (ValidationException e) {
            throw new ValidationException(e, "%s: %s", relation, e.getMessage());
        }
    }

    private void require(MetadataUpdate update) {
        if (update instanceof MetadataUpdate.SetLocation location) {
            boundary.require("Location", location.location());
        } else if (update instanceof MetadataUpdate.SetProperties properties) {
            requireProperties(properties.updated());
        } else if (update instanceof MetadataUpdate.AddSnapshot snapshot) {
            String manifestList = snapshot.snapshot().manifestListLocation();
            if (manifestList != null) {
                boundary.requireFile("Manifest list", manifestList);
            }
        } else if (update instanceof MetadataUpdate.SetStatistics statistics) {
            boundary.requireFile("Statistics file", statistics.statisticsFile().path());
        } else if (update instanceof MetadataUpdate.SetPartitionStatistics statistics) {
            boundary.requireFile(
                    "Statistics file", statistics.partitionStatisticsFile().path());
        }
    }
}
