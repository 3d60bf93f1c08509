package io.lakeflight.server.flight.metadata;

import io.lakeflight.catalog.Catalogs;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetDbSchemas;

/** The schemas that match a request, by catalog and name. */
record SchemasAnswer(Catalogs catalogs, CommandGetDbSchemas request) {
    void writeTo(MetadataRows rows) {
        NamePattern pattern = request.hasDbSchemaFilterPattern()
                ? NamePattern.of(request.getDbSchemaFilterPattern())
                : NamePattern.any();
        for (String catalog : CatalogFilter.select(catalogs, request.hasCatalog(), request.getCatalog())) {
            for (String schema : catalogs.schemas(catalog)) {
                if (pattern.matches(schema)) {
                    rows.add(catalog, schema);
                }
            }
        }
    }
}
