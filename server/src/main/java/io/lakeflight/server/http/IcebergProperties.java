package io.lakeflight.server.http;

import io.lakeflight.catalog.PropertyValues;
import org.apache.iceberg.MetadataUpdate.SetProperties;
import org.apache.iceberg.rest.requests.UpdateTableRequest;

/** Refuses commits of properties that would make a table useless; what it has already is never looked at. */
final class IcebergProperties {
    private IcebergProperties() {}

    static void require(UpdateTableRequest change) {
        change.updates().stream()
                .filter(SetProperties.class::isInstance)
                .forEach(update -> PropertyValues.require(((SetProperties) update).updated()));
    }
}
