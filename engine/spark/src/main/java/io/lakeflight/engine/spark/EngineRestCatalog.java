package io.lakeflight.engine.spark;

import io.lakeflight.engine.protocol.EngineProtocol;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.rest.HTTPClient;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.rest.RESTClient;
import org.apache.iceberg.rest.RESTUtil;
import org.apache.spark.SparkContext;

/** Iceberg's REST catalog, whose commits name the query they come from. Iceberg makes one by its class name. */
public final class EngineRestCatalog extends RESTCatalog {
    public EngineRestCatalog() {
        super(EngineRestCatalog::client);
    }

    private static RESTClient client(Map<String, String> properties) {
        EngineLog.hide(properties);
        HTTPClient client = HTTPClient.builder(properties)
                .uri(properties.get(CatalogProperties.URI))
                .withHeaders(RESTUtil.configHeaders(properties))
                .build();
        return new StampedCommits(new ToldRefusals(client), EngineRestCatalog::queryId);
    }

    /** A property of the statement's thread, which the threads that Iceberg starts for it inherit. */
    private static Optional<String> queryId() {
        return Optional.ofNullable(SparkContext.getOrCreate().getLocalProperty(EngineProtocol.QUERY_ID_PROPERTY));
    }
}
