package io.lakeflight.server.flight.metadata;

import io.lakeflight.catalog.Catalogs;
import org.apache.arrow.flight.sql.impl.FlightSql.CommandGetDbSchemas;

/** The schemas that match a request, by catalog and name. */
record SchemasAnswer(Catalogs catalogs, SilentCatalogs silent, CommandGetDbSchemas request) {
    void writeTo(MetadataRows rows) {
        NamePattern pattern = request.hasDbSchemaFilterPattern()
                ? NamePattern.of(request.getDbSchemaFilterPattern())
                : NamePattern.any();
        new CatalogFilter(catalogs, silent)
                .forEach(
                        request.hasCatalog(),
                        request.getCatalog(),
                        (catalog, patience) ->
                                patience.spend(deadline -> catalogs.schemas(catalog, deadline.left()).stream()
                                        .filter(pattern::matches)
                                        .map(schema -> new String[] {catalog, schema})
                                        .toList()),
                        found -> found.forEach(row -> rows.add((Object[]) row)));
    }
}
