package io.lakeflight.catalog;

import java.nio.charset.StandardCharsets;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SchemaParser;

/** A form of schemas that people can read. */
record TestingForm(int version) implements SchemaForm {
    @Override
    public byte[] of(TableName name, Schema schema) {
        return (name + " " + SchemaParser.toJson(schema)).getBytes(StandardCharsets.UTF_8);
    }

    /** Caches of a server that tells schemas in this form. */
    CatalogCaches caches() {
        return CatalogCaches.of(CacheConfig.DEFAULTS, this);
    }
}
