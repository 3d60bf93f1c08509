package io.lakeflight.catalog;

import java.util.Optional;
import org.apache.iceberg.Schema;

/**
 * What a table or view is made of.
 *
 * @param definition a view's query
 */
public record RelationContent(Schema schema, Optional<String> definition) {}
