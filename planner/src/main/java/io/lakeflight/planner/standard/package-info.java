/**
 * What the SQL standard, JDBC and ODBC write and Spark does not read, written as Spark does.
 *
 * <p>Start at {@link io.lakeflight.planner.standard.SparkText}. Only these forms are touched: all else of a text is passed on
 * as the client wrote it.
 */
@NullMarked
package io.lakeflight.planner.standard;

import org.jspecify.annotations.NullMarked;
