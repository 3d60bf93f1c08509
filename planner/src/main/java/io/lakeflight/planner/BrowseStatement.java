package io.lakeflight.planner;

import java.util.List;
import java.util.Optional;

/**
 * A statement that asks which catalogs, schemas, tables and columns there are, and looks at no row.
 *
 * <p>Names are given in their parts, without quotes, as written; an empty list stands for the session's own catalog or
 * schema. A pattern is Spark's: {@code *} is any text and {@code |} separates alternatives.
 */
public sealed interface BrowseStatement {
    /**
     * Reads a text; empty if it is anything else, or says it in a way that only Spark need understand, such as a pattern
     * with escapes. Time is linear in the length of the few first words.
     */
    static Optional<BrowseStatement> parse(String text) {
        return BrowseParser.parse(text);
    }

    /** One that is about a single table or view. */
    sealed interface OfTable extends BrowseStatement {
        List<String> table();
    }

    /** {@code SHOW CATALOGS [[LIKE] 'pattern']}. */
    record Catalogs(Optional<String> pattern) implements BrowseStatement {}

    /** {@code SHOW CURRENT SCHEMA}. */
    record CurrentSchema() implements BrowseStatement {}

    /** {@code SHOW SCHEMAS [IN parent] [[LIKE] 'pattern']}. */
    record Schemas(List<String> parent, Optional<String> pattern) implements BrowseStatement {}

    /** {@code SHOW TABLES [IN schema] [[LIKE] 'pattern']}. */
    record Tables(List<String> schema, Optional<String> pattern) implements BrowseStatement {}

    /** {@code SHOW VIEWS [IN schema] [[LIKE] 'pattern']}. */
    record Views(List<String> schema, Optional<String> pattern) implements BrowseStatement {}

    /** {@code SHOW COLUMNS IN table}. */
    record Columns(List<String> table) implements OfTable {}

    /** {@code SHOW TBLPROPERTIES table [('key')]}. */
    record Properties(List<String> table, Optional<String> key) implements OfTable {}

    /** {@code SHOW CREATE TABLE table}. */
    record Definition(List<String> table) implements OfTable {}

    /** {@code DESCRIBE [TABLE] table}. */
    record Describe(List<String> table) implements OfTable {}

    /** {@code DESCRIBE [TABLE] EXTENDED table}. */
    record DescribeExtended(List<String> table) implements OfTable {}

    /** {@code DESCRIBE [TABLE] table column}. */
    record DescribeColumn(List<String> table, List<String> column) implements OfTable {}

    /** {@code DESCRIBE SCHEMA [EXTENDED] schema}. */
    record DescribeSchema(List<String> schema, boolean extended) implements BrowseStatement {}
}
