package io.lakeflight.server.flight.metadata;

import io.lakeflight.catalog.Catalogs;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetDbSchemas;

/** The schemas that match a request, by catalog and name. */
record SchemasAnswer(Catalogs catalogs, CommandGetDbSchemas request) {
    void writeTo(MetadataRows rows) {
        NamePattern pattern = request.hasDbSchemaFilterPattern()
                ? NamePattern.of(request.getDbSchemaFilterPattern())
                : NamePattern.any();
        CatalogFilter.forEach(
                catalogs,
                request.hasCatalog(),
                request.getCatalog(),
                (catalog, patience) -> catalogs.schemas(catalog, patience).stream()
                        .filter(pattern::matches)
                        .forEach(schema -> rows.add(catalog, schema)));
    }
}
