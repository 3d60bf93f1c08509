package io.lakeflight.planner.validation;

/** A column of a table. */
public record TableColumn(String name, ColumnType type) {}
