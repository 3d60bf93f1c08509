package io.lakeflight.catalog;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kinds of catalogs a server can serve, each by an implementation of Iceberg's. */
public enum CatalogType {
    /** Ours: pointers in SQLite or PostgreSQL, which nobody but Lakeflight's servers writes. */
    INTERNAL(""),
    REST("org.apache.iceberg.rest.RESTCatalog"),
    JDBC("org.apache.iceberg.jdbc.JdbcCatalog"),
    HADOOP("org.apache.iceberg.hadoop.HadoopCatalog"),
    HIVE("org.apache.iceberg.hive.HiveCatalog"),
    GLUE("org.apache.iceberg.aws.glue.GlueCatalog"),
    NESSIE("org.apache.iceberg.nessie.NessieCatalog");

    private final String implementation;

    CatalogType(String implementation) {
        this.implementation = implementation;
    }

    /** The class of Iceberg's that reaches such a catalog; empty for our own. */
    String implementation() {
        return implementation;
    }

    /** The name in configuration: small letters. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<CatalogType> of(String key) {
        return Arrays.stream(values()).filter(type -> type.key().equals(key)).findFirst();
    }

    public static List<String> keys() {
        return Arrays.stream(values()).map(CatalogType::key).toList();
    }
}
