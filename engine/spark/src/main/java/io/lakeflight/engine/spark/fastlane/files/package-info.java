/**
 * From a scan that Iceberg has planned to what DuckDB reads: the very files of its tasks, by field id, without the rows
 * that are deleted. Start at {@link io.lakeflight.engine.spark.fastlane.files.TableFiles}. Never asks the table again,
 * and refuses whatever DuckDB would read otherwise than Iceberg.
 */
@NullMarked
package io.lakeflight.engine.spark.fastlane.files;

import org.jspecify.annotations.NullMarked;
