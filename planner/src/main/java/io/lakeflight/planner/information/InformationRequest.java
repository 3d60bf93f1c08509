package io.lakeflight.planner.information;

/**
 * The rows of a table that a query needs; it drops others that are given.
 *
 * @param tables the tables and views that matter; for {@link InformationTable#SCHEMATA} without a meaning
 */
public record InformationRequest(InformationTable table, String catalog, NameFilter schemas, NameFilter tables) {}
