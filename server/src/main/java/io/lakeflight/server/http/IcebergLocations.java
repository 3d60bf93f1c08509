package io.lakeflight.server.http;

import io.lakeflight.catalog.WarehouseBoundary;
import java.util.Map;
import org.apache.iceberg.MetadataUpdate;
import org.apache.iceberg.rest.requests.CreateTableRequest;
import org.apache.iceberg.rest.requests.CreateViewRequest;
import org.apache.iceberg.rest.requests.UpdateTableRequest;

/** Refuses requests by which files outside the catalog's warehouse would be read or written, before any of them is. */
record IcebergLocations(WarehouseBoundary boundary) {
    void require(CreateTableRequest table) {
        if (table.location() != null) {
            boundary.require("Location of table " + table.name(), table.location());
        }
        boundary.requireProperties(table.properties());
    }

    void require(CreateViewRequest view) {
        if (view.location() != null) {
            boundary.require("Location of view " + view.name(), view.location());
        }
        boundary.requireProperties(view.properties());
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

    void require(UpdateTableRequest change) {
        change.updates().forEach(this::require);
    }

    private void require(MetadataUpdate update) {
        if (update instanceof MetadataUpdate.SetLocation location) {
            boundary.require("Location", location.location());
        } else if (update instanceof MetadataUpdate.SetProperties properties) {
            boundary.requireProperties(properties.updated());
        } else if (update instanceof MetadataUpdate.AddSnapshot snapshot) {
            String manifestList = snapshot.snapshot().manifestListLocation();
            if (manifestList != null) {
                boundary.require("Manifest list", manifestList);
            }
        } else if (update instanceof MetadataUpdate.SetStatistics statistics) {
            boundary.require("Statistics file", statistics.statisticsFile().path());
        } else if (update instanceof MetadataUpdate.SetPartitionStatistics statistics) {
            boundary.require(
                    "Statistics file", statistics.partitionStatisticsFile().path());
        }
    }
}
