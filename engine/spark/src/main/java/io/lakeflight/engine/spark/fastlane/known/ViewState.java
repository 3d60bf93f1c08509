package io.lakeflight.engine.spark.fastlane.known;

import io.lakeflight.engine.spark.statement.LoadedViews.LoadedView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.spark.source.SparkView;
import org.apache.iceberg.view.BaseView;
import org.apache.iceberg.view.ViewMetadata;
import org.apache.spark.sql.connector.catalog.View;

/**
 * What of a view a plan depends on: which view it is, in which version, and what Spark makes of it.
 *
 * @param metadata location of its metadata, another one for each change of the view
 * @param query its text
 * @param catalog in which the names in its text are looked for that tell none
 * @param namespace likewise
 * @param schema as JSON, with the names and types of its columns
 */
record ViewState(
        String uuid,
        String metadata,
        int version,
        String query,
        String catalog,
        List<String> namespace,
        String schema) {
    ViewState {
        namespace = List.copyOf(namespace);
    }

    /** Empty of what does not tell in which version it is. */
    static Optional<ViewState> of(View view) {
        return view instanceof SparkView spark && spark.view() instanceof BaseView plain
                ? of(spark, plain.operations().current())
                : Optional.empty();
    }

    /** Of all that were loaded for a statement; empty if one of them does not tell, or was another one the next time. */
    static Optional<Map<TableReference, ViewState>> of(List<LoadedView> loaded) {
        Map<TableReference, ViewState> states = new HashMap<>();
        for (LoadedView view : loaded) {
            Optional<ViewState> state = of(view.view());
            if (state.isEmpty()) {
                return Optional.empty();
            }
            ViewState other = states.putIfAbsent(new TableReference(view.catalog(), view.name()), state.get());
            if (other != null && !other.equals(state.get())) {
                return Optional.empty();
            }
        }
        return Optional.of(states);
    }

    private static Optional<ViewState> of(SparkView view, ViewMetadata metadata) {
        if (metadata.uuid() == null || metadata.metadataFileLocation() == null) {
            return Optional.empty();
        }
        return Optional.of(new ViewState(
                metadata.uuid(),
                metadata.metadataFileLocation(),
                metadata.currentVersionId(),
                view.query(),
                view.currentCatalog(),
                List.of(view.currentNamespace()),
                SchemaParser.toJson(metadata.schema())));
    }

    int length() {
        return metadata.length() + query.length() + schema.length();
    }
}
