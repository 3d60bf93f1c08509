/**
 * What a statement means before anything runs: its kind, its tables, its Arrow schema and its parameters. Start at
 * {@link io.lakeflight.engine.spark.statement.StatementAnalyzer}; nothing in this package starts a Spark job.
 */
@NullMarked
package io.lakeflight.engine.spark.statement;

import org.jspecify.annotations.NullMarked;
