package io.lakeflight.server.catalogs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakeflight.catalog.CatalogDefinition;
import io.lakeflight.catalog.CatalogType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** The catalogs added at run time, durable when a method returns. */
public final class CatalogStore {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> PROPERTIES = new TypeReference<>() {};

    private final Jdbi database;

    public CatalogStore(Jdbi database) {
        this.database = database;
    }

    List<CatalogDefinition> list() {
        return database.withHandle(handle -> handle.createQuery("SELECT * FROM catalogs ORDER BY name")
                .map(CatalogStore::read)
                .list());
    }

    void put(CatalogDefinition definition) {
        database.useHandle(handle -> handle.createUpdate("INSERT INTO catalogs (name, type, properties, timeout_millis)"
                        + " VALUES (:name, :type, :properties, :timeout)")
                .bind("name", definition.name())
                .bind("type", definition.type().key())
                .bind("properties", json(definition.properties()))
                .bind("timeout", definition.timeout().toMillis())
                .execute());
    }

    /** False if there is none of this name. */
    boolean remove(String name) {
        return database.withHandle(handle -> handle.createUpdate("DELETE FROM catalogs WHERE name = :name")
                        .bind("name", name)
                        .execute())
                == 1;
    }

    private static CatalogDefinition read(ResultSet row, StatementContext context) throws SQLException {
        String type = row.getString("type");
        return new CatalogDefinition(
                row.getString("name"),
                CatalogType.of(type).orElseThrow(() -> new IllegalStateException("Unknown catalog type " + type)),
                properties(row.getString("properties")),
                Duration.ofMillis(row.getLong("timeout_millis")));
    }

    private static String json(Map<String, String> properties) {
        try {
            return JSON.writeValueAsString(properties);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> properties(String json) {
        try {
            return JSON.readValue(json, PROPERTIES);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The stored properties of a catalog are damaged", e);
        }
    }
}
