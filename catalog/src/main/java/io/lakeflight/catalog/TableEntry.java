package io.lakeflight.catalog;

/** One line in the list of a schema's tables and views. */
public record TableEntry(TableName name, TableType type) {}
