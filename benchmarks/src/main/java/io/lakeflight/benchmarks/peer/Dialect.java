package io.lakeflight.benchmarks.peer;

/**
 * How a product writes what Spark writes otherwise.
 *
 * @param catalog before a schema's name where that is made the current one
 * @param backquotes whether it has those around names, as Spark; else they become double quotes
 */
record Dialect(String catalog, boolean backquotes) {
    /** Makes a schema the current one. */
    String use(String schema) {
        return "USE " + catalog + "." + schema;
    }

    /** The same statement; Spark's texts have no backquote but around names. */
    String statement(String text) {
        return backquotes ? text : text.replace('`', '"');
    }
}
